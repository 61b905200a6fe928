package dev.stint.api.http;

/** Whether the server still takes work. Thread-safe. */
final class ServerState {
  private volatile boolean draining;

  boolean draining() {
    return draining;
  }

  void drain() {
    draining = true;
  }
}
