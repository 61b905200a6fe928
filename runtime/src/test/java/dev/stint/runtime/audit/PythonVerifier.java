package dev.stint.runtime.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The second verifier, as a process. */
final class PythonVerifier {
  private static final Path SCRIPT = Path.of("../scripts/verify_bundle.py");

  private PythonVerifier() {}

  /** What it finds in bare histories, a line each. */
  static List<String> histories(List<Path> files) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-B", SCRIPT.toString()));
    command.add("--histories");
    files.forEach(file -> command.add(file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) throw new IllegalStateException(out);
    return out.lines().toList();
  }

  /** The reason it gives for each bundle, 0 for one that it verifies, by path. */
  static Map<String, Integer> reasons(List<Path> bundles, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-B", SCRIPT.toString(), "--quiet"));
    command.addAll(List.of(options));
    bundles.forEach(bundle -> command.add(bundle.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Map<String, Integer> reasons = new TreeMap<>();
    for (String line : out.split("\n")) {
      String[] parts = line.split(" ", 2);
      if (parts.length != 2 || !parts[0].matches("\\d+")) throw new IllegalStateException(out);
      reasons.put(parts[1], Integer.parseInt(parts[0]));
    }
    return reasons;
  }
}
