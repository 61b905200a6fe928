package dev.stint.runtime.connector.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Bubblewrap: new namespaces for users, processes, mounts, network and the rest; an empty root with
 * the system's programs read-only; no capabilities; nothing that outlives it.
 */
record Bubblewrap(Path program, String version) implements Sandbox {
  @Override
  public String describe() {
    return "bubblewrap " + version;
  }

  @Override
  public List<String> around(List<String> program, Confinement confinement) {
    CommandLimits limits = confinement.limits();
    List<String> line = new ArrayList<>(Sandbox.bounded(limits));
    line.add(this.program.toString());
    line.addAll(List.of("--unshare-all", "--unshare-user", "--disable-userns"));
    if (confinement.network()) line.add("--share-net");
    line.addAll(List.of("--die-with-parent", "--new-session", "--cap-drop", "ALL"));
    line.addAll(List.of("--hostname", "sandbox", "--ro-bind", "/usr", "/usr"));
    for (String link : SystemFolders.LINKED) {
      SystemFolders.target(link)
          .ifPresentOrElse(
              target -> line.addAll(List.of("--symlink", target, link)),
              () -> line.addAll(List.of("--ro-bind-try", link, link)));
    }
    for (String file : SystemFolders.settings(confinement.network())) {
      line.addAll(List.of("--ro-bind-try", file, file));
    }
    line.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    for (String scratch : List.of("/tmp", "/work")) {
      line.addAll(List.of("--size", String.valueOf(limits.scratch()), "--tmpfs", scratch));
    }
    for (Path path : confinement.readable()) {
      line.addAll(List.of("--ro-bind", path.toString(), path.toString()));
    }
    line.addAll(List.of("--remount-ro", "/", "--chdir", "/work", "--"));
    line.addAll(Sandbox.limited(program, limits));
    return line;
  }
}
