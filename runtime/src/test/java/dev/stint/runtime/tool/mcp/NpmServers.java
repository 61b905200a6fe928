package dev.stint.runtime.tool.mcp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The public servers of the protocol's project, installed once below {@code target}. Where npm or
 * its registry is missing, tests that need them are skipped, saying so.
 */
public final class NpmServers {
  private static final String VERSION = "2026.8.31";
  private static final String SCOPE = "@modelcontextprotocol/";
  private static final Path FOLDER = Path.of("target", "mcp-servers").toAbsolutePath();

  private NpmServers() {}

  /** The command of {@code server-everything} or {@code server-filesystem}. */
  public static List<String> command(String server) throws IOException, InterruptedException {
    Path program = FOLDER.resolve("node_modules").resolve(SCOPE + server).resolve("dist/index.js");
    if (!Files.exists(program)) installOnce(program);
    assumeTrue(Files.exists(program), "skipped: npm could not install " + SCOPE + server);
    return List.of("node", program.toString());
  }

  /** Another process of the same build may be at it. */
  private static synchronized void installOnce(Path program)
      throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    try (var file =
        FileChannel.open(
            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.lock();
      if (!Files.exists(program)) install();
    }
  }

  private static void install() throws IOException, InterruptedException {
    Process npm;
    try {
      npm =
          new ProcessBuilder(
                  "npm",
                  "install",
                  "--silent",
                  "--no-audit",
                  "--no-fund",
                  "--ignore-scripts",
                  "--prefix",
                  FOLDER.toString(),
                  SCOPE + "server-everything@" + VERSION,
                  SCOPE + "server-filesystem@" + VERSION)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "skipped: there is no npm here");
      return;
    }
    if (!npm.waitFor(180, TimeUnit.SECONDS)) npm.destroyForcibly();
  }
}
