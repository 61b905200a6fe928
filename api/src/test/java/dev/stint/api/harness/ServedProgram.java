package dev.stint.api.harness;

import dev.stint.config.json.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * {@code serve} on the class path of this process, made quick to start: loading ten thousand
 * classes is most of a start, and a campaign starts its server after every kill. Folders of classes
 * become jars, because an archive of loaded classes knows only those; one start that ends in good
 * order writes the archive. Kept below {@code target} until a class changes.
 */
final class ServedProgram {
  private static final Path KEPT = Path.of("target", "served").toAbsolutePath();
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC");

  private ServedProgram() {}

  /** What comes before {@code serve}, with {@code flags} of the virtual machine. */
  static List<String> with(String... flags) {
    return starting("dev.stint.api.cli.Main", List.of(flags));
  }

  /** What starts {@code main}, which may be of the tests, as quickly. */
  public static List<String> starting(String main, List<String> flags) {
    Prepared prepared = Prepared.ONCE;
    List<String> program = new ArrayList<>(java());
    program.add("-XX:SharedArchiveFile=" + prepared.archive());
    program.addAll(flags);
    program.addAll(List.of("-cp", prepared.classPath(), main));
    return program;
  }

  private static List<String> java() {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(FLAGS);
    return java;
  }

  private record Prepared(String classPath, Path archive) {
    static final Prepared ONCE = prepare();

    private static Prepared prepare() {
      try {
        Files.createDirectories(KEPT);
        // Another process of the same build may be at it.
        try (var file =
            FileChannel.open(
                KEPT.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          file.lock();
          return prepare(List.of(System.getProperty("java.class.path").split(":")));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while the first server started", e);
      }
    }

    private static Prepared prepare(List<String> classPath)
        throws IOException, InterruptedException {
      List<String> jars = new ArrayList<>();
      for (String entry : classPath) {
        Path path = Path.of(entry);
        if (Files.isDirectory(path)) jars.add(jar(path).toString());
        else if (Files.exists(path)) jars.add(entry);
      }
      String whole = String.join(":", jars);
      Path archive = KEPT.resolve(digest(whole) + ".jsa");
      if (!Files.exists(archive)) train(whole, archive);
      return new Prepared(whole, archive);
    }

    private static Path jar(Path folder) throws IOException {
      List<Path> files;
      try (Stream<Path> walk = Files.walk(folder)) {
        files = walk.filter(Files::isRegularFile).sorted().toList();
      }
      StringBuilder state = new StringBuilder(folder.toString());
      for (Path file : files) {
        state.append(file).append(Files.size(file)).append(Files.getLastModifiedTime(file));
      }
      Path jar = KEPT.resolve(digest(state.toString()) + ".jar");
      if (Files.exists(jar)) return jar;
      Path fresh = KEPT.resolve(jar.getFileName() + ".new");
      try (var out = new JarOutputStream(Files.newOutputStream(fresh))) {
        for (Path file : files) {
          out.putNextEntry(new JarEntry(folder.relativize(file).toString()));
          Files.copy(file, out);
        }
      }
      return Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Without an archive everything works as well, only slower. */
    private static void train(String classPath, Path archive)
        throws IOException, InterruptedException {
      List<String> program = new ArrayList<>(java());
      program.add("-XX:ArchiveClassesAtExit=" + archive);
      program.add("-XX:TieredStopAtLevel=1");
      program.addAll(List.of("-cp", classPath, "dev.stint.api.cli.Main"));
      try (var folder = new TempFolder("stint-first-start");
          var server = new ServedProcess(folder.path(), program, List.of(), Map.of())) {
        server.start();
        server.stop();
      }
    }

    private static String digest(String text) {
      byte[] digest = Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    }
  }
}
