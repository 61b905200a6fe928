package dev.stint.runtime.connector.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's namespaces by the tools of util-linux, for machines without bubblewrap. A shell
 * script, given everything as arguments, builds the root before the program starts.
 *
 * @param root an empty folder to mount over, in the new namespace only
 */
record Namespaces(Path root) implements Sandbox {
  private static final String SCRIPT =
      """
      set -eu
      root=$1 size=$2; shift 2
      mount -t tmpfs -o "size=$size,mode=0755,nosuid,nodev" tmpfs "$root"
      mkdir "$root/proc" "$root/dev" "$root/tmp" "$root/work" "$root/.old"
      # Before what is shared, which may lie below.
      for scratch in tmp work; do
        mount -t tmpfs -o "size=$size,nosuid,nodev" tmpfs "$root/$scratch"
      done
      share() {
        [ -e "$1" ] || return 0
        if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root${1%/*}"; : > "$root$1"; fi
        mount --bind "$1" "$root$1"
        mount -o "remount,bind,ro" "$root$1" || mount -o "remount,bind,ro,nosuid,nodev" "$root$1"
      }
      while [ "$1" != -- ]; do
        if [ "$1" = link ]; then ln -s "$3" "$root$2"; shift 3; else share "$2"; shift 2; fi
      done
      shift
      for device in null zero full random urandom; do
        : > "$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"
      done
      mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
      pivot=$(PATH="/usr/sbin:/sbin:$PATH" command -v pivot_root)
      cd "$root"
      "$pivot" . .old
      umount -l /.old
      mount -o remount,bind,ro,nosuid,nodev /
      cd /work
      # Not exec: a first process that a signal ends would be reported as 1.
      /usr/bin/setpriv --no-new-privs --inh-caps=-all --bounding-set=-all -- "$@" || exit $?
      """;

  @Override
  public String describe() {
    return "namespaces of the kernel (util-linux)";
  }

  @Override
  public List<String> around(List<String> program, Confinement confinement) {
    CommandLimits limits = confinement.limits();
    List<String> line = new ArrayList<>(Sandbox.bounded(limits));
    line.addAll(List.of("/usr/bin/unshare", "--user", "--map-root-user", "--mount", "--pid"));
    line.addAll(List.of("--ipc", "--uts", "--fork", "--kill-child=KILL"));
    if (!confinement.network()) line.add("--net");
    line.addAll(List.of("/bin/sh", "-c", SCRIPT, "sandbox", root.toString()));
    line.add(String.valueOf(limits.scratch()));
    line.addAll(List.of("share", "/usr"));
    for (String link : SystemFolders.LINKED) {
      SystemFolders.target(link)
          .ifPresentOrElse(
              target -> line.addAll(List.of("link", link, target)),
              () -> {
                if (Files.isDirectory(Path.of(link))) line.addAll(List.of("share", link));
              });
    }
    for (String file : SystemFolders.settings(confinement.network())) {
      line.addAll(List.of("share", file));
    }
    for (Path path : confinement.readable()) line.addAll(List.of("share", path.toString()));
    line.add("--");
    line.addAll(Sandbox.limited(program, limits));
    return line;
  }
}
