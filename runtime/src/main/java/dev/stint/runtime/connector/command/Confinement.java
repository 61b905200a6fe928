package dev.stint.runtime.connector.command;

import java.nio.file.Path;
import java.util.List;

/**
 * What a sandbox lets a program see.
 *
 * @param network the host's network; none otherwise
 * @param readable folders and files of the host beside the system's programs and libraries
 */
record Confinement(boolean network, List<Path> readable, CommandLimits limits) {
  Confinement {
    readable = List.copyOf(readable);
  }
}
