package dev.stint.runtime.audit.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The verifier as a program of its own, with none of the server's libraries on its class path. Its
 * exit code is the number of the first check that failed; 0 when all hold.
 */
public final class VerifyMain {
  private static final int USAGE = 64;
  private static final int UNREADABLE = 66;

  private VerifyMain() {}

  public static void main(String[] args) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(args, out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    Optional<String> originKey = Optional.empty();
    Optional<Path> witness = Optional.empty();
    Optional<Path> since = Optional.empty();
    List<String> witnessKeys = new ArrayList<>();
    List<Path> bundles = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      String value = i + 1 < args.length ? args[i + 1] : "";
      switch (args[i]) {
        case "--origin-key" -> originKey = Optional.of(value);
        case "--witness" -> witness = Optional.of(Path.of(value));
        case "--since" -> since = Optional.of(Path.of(value));
        case "--witness-key" -> witnessKeys.add(value);
        default -> bundles.add(Path.of(args[i]));
      }
      if (args[i].startsWith("--")) i++;
    }
    if (bundles.size() != 1) {
      err.println(
          "usage: audit-verify [--origin-key KEY] [--witness FOLDER] [--since CHECKPOINT]"
              + " [--witness-key KEY] BUNDLE");
      return USAGE;
    }
    try {
      Trust trust = TrustFiles.read(originKey, witness, since, witnessKeys);
      VerificationReport report = FileVerification.verify(bundles.getFirst(), trust);
      ReportText.lines(report).forEach(out::println);
      return report.failed().map(Check::number).orElse(0);
    } catch (IOException | IllegalArgumentException e) {
      err.println("audit-verify: " + e.getMessage());
      return UNREADABLE;
    }
  }
}
