package dev.stint.runtime.connector.command;

import dev.stint.runtime.connector.settings.SettingsSection;
import java.time.Duration;

/**
 * What a program may use (B5).
 *
 * @param wall from start to end; then the whole tree of processes is killed
 * @param cpu processor time of one process
 * @param memory bytes of address space of one process
 * @param scratch bytes of files in its folders, which are in memory
 * @param output bytes of stdout, and again of stderr
 * @param processes at once, threads counted
 */
record CommandLimits(
    Duration wall, Duration cpu, int memory, int scratch, int output, int processes) {
  static CommandLimits from(SettingsSection settings) {
    Duration wall = settings.duration("timeout", Duration.ofSeconds(30));
    return new CommandLimits(
        wall,
        settings.duration("cpu", wall),
        settings.bytes("memory", 512 << 20),
        settings.bytes("scratch", 64 << 20),
        settings.bytes("output", 1 << 20),
        settings.count("processes", 64, 1, 10_000));
  }

  long cpuSeconds() {
    return Math.max(1, cpu.toSeconds());
  }
}
