package dev.stint.runtime.tool.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Makes a plugin out of a folder: {@code src/*.java} and {@code resources}, with the compiler of
 * this JDK against this program, so that nothing has to be installed or fetched. The same files
 * give the same jar.
 */
public final class PluginBuild {
  private static final int SHOWN = 20;

  private PluginBuild() {}

  /**
   * @return what the compiler says against the sources; the jar is written when that is nothing
   * @throws IllegalArgumentException when there are no sources, or this Java has no compiler
   */
  public static List<String> build(Path project, Path jar) throws IOException {
    Path sources = project.resolve("src");
    List<Path> java = files(sources).stream().filter(f -> f.toString().endsWith(".java")).toList();
    if (java.isEmpty()) {
      throw new IllegalArgumentException(sources + ": expected Java files, found none");
    }
    Path classes = project.resolve("target").resolve("classes");
    Files.createDirectories(classes);
    for (Path old : files(classes)) Files.delete(old);
    List<String> problems = compile(project, java, classes);
    if (problems.isEmpty()) pack(jar, List.of(classes, project.resolve("resources")));
    return problems;
  }

  private static List<String> compile(Path project, List<Path> java, Path classes)
      throws IOException {
    JavaCompiler compiler =
        Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "this Java has no compiler; run Stint with a JDK "
                        + Runtime.version().feature()));
    var found = new DiagnosticCollector<JavaFileObject>();
    try (var manager =
        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-d",
              classes.toString(),
              "-classpath",
              System.getProperty("java.class.path"),
              "-proc:none",
              "-parameters",
              "-Xlint:-options");
      boolean good =
          compiler
              .getTask(
                  null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(java))
              .call();
      if (good) return List.of();
    }
    return found.getDiagnostics().stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .limit(SHOWN)
        .map(d -> words(project, d))
        .toList();
  }

  private static String words(Path project, Diagnostic<? extends JavaFileObject> d) {
    String place =
        d.getSource() == null
            ? ""
            : project.toAbsolutePath().relativize(Path.of(d.getSource().toUri())) + ":";
    return place + d.getLineNumber() + ": " + d.getMessage(Locale.ROOT);
  }

  private static void pack(Path jar, List<Path> folders) throws IOException {
    var entries = new TreeMap<String, Path>();
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        entries.put(folder.relativize(file).toString().replace('\\', '/'), file);
      }
    }
    Files.createDirectories(jar.toAbsolutePath().getParent());
    Path unfinished = jar.resolveSibling(jar.getFileName() + ".new");
    try (var out = new JarOutputStream(Files.newOutputStream(unfinished))) {
      for (var entry : entries.entrySet()) {
        JarEntry made = new JarEntry(entry.getKey());
        made.setTime(0);
        out.putNextEntry(made);
        Files.copy(entry.getValue(), out);
        out.closeEntry();
      }
    }
    Files.move(unfinished, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
