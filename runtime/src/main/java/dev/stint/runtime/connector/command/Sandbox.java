package dev.stint.runtime.connector.command;

import java.util.ArrayList;
import java.util.List;

/** A way to run a program apart from the rest of the machine. Thread-safe. */
sealed interface Sandbox permits Bubblewrap, Namespaces, NoSandbox {
  /** For people: what it is. */
  String describe();

  /** The command line that runs {@code program} confined. */
  List<String> around(List<String> program, Confinement confinement);

  /**
   * Limits that the kernel holds. Inside of the sandbox, because outside of it they would bind the
   * sandbox's own set-up.
   */
  static List<String> limited(List<String> program, CommandLimits limits) {
    List<String> line = new ArrayList<>();
    line.add("/usr/bin/prlimit");
    line.add("--as=" + limits.memory());
    line.add("--cpu=" + limits.cpuSeconds());
    line.add("--nproc=" + limits.processes());
    line.add("--fsize=" + limits.scratch());
    line.add("--nofile=256");
    line.add("--core=0");
    line.add("--");
    line.addAll(program);
    return line;
  }

  /**
   * Ends the program at its time even when this process has died and nobody else would. The kernel
   * does not hold limits on the number of processes against root, so root becomes nobody first.
   */
  static List<String> bounded(CommandLimits limits) {
    List<String> line = new ArrayList<>();
    line.add("/usr/bin/timeout");
    line.add("--signal=KILL");
    line.add(String.valueOf(limits.wall().toSeconds() + 2));
    line.add("/usr/bin/setpriv");
    if (System.getProperty("user.name").equals("root")) {
      line.addAll(List.of("--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    line.addAll(List.of("--pdeathsig=KILL", "--no-new-privs", "--"));
    return line;
  }
}
