package dev.stint.api.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the server promised (202), on the client's own disk before anything else happens.
 * Thread-safe.
 */
final class Acknowledged implements AutoCloseable {
  /** A promised run. */
  record Promise(String key, String run, String job) {}

  private final FileChannel file;
  private final Map<String, Promise> byKey = new LinkedHashMap<>();

  Acknowledged(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  synchronized void add(Promise promise) throws IOException {
    String line = promise.key() + "\t" + promise.run() + "\t" + promise.job() + "\n";
    file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    file.force(true);
    byKey.put(promise.key(), promise);
  }

  synchronized Map<String, Promise> byKey() {
    return new LinkedHashMap<>(byKey);
  }

  synchronized int size() {
    return byKey.size();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
