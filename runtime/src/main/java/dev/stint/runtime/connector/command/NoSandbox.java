package dev.stint.runtime.connector.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Limits without walls, for a command that the owner marked {@code unsandboxed}: it sees the files,
 * processes and network of this process's user.
 */
record NoSandbox() implements Sandbox {
  @Override
  public String describe() {
    return "none";
  }

  @Override
  public List<String> around(List<String> program, Confinement confinement) {
    CommandLimits limits = confinement.limits();
    List<String> line = new ArrayList<>();
    line.add("/usr/bin/timeout");
    line.add("--signal=KILL");
    line.add(String.valueOf(limits.wall().toSeconds() + 2));
    line.addAll(Sandbox.limited(program, limits));
    return line;
  }
}
