package dev.stint.runtime.retrieval;

import dev.stint.config.json.Sha256;
import dev.stint.config.text.SafeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The Markdown and text files of a folder, read within {@link FolderLimits}.
 *
 * <p>Hidden files and folders are passed over. A link that leads out of the folder is refused, so
 * that a document set cannot reach the rest of the machine.
 */
public final class DocumentFolder {
  private static final Set<String> ENDINGS = Set.of("md", "markdown", "txt", "text");

  /**
   * @param documents sorted by source
   * @param notes what was left out or repaired, one sentence each
   */
  public record Contents(List<Document> documents, List<String> notes) {}

  private final Path root;
  private final FolderLimits limits;
  private final Set<String> endings;

  /**
   * @throws RetrievalException {@code source_not_found} when there is no such folder
   */
  public DocumentFolder(Path root, FolderLimits limits) throws RetrievalException {
    this(root, limits, ENDINGS);
  }

  /**
   * As {@link #DocumentFolder(Path, FolderLimits)}, for files of other kinds.
   *
   * @param endings of the file names that count, in lower case, without the dot
   */
  public DocumentFolder(Path root, FolderLimits limits, Set<String> endings)
      throws RetrievalException {
    this.limits = limits;
    this.endings = Set.copyOf(endings);
    try {
      this.root = root.toRealPath();
    } catch (IOException e) {
      throw new RetrievalException("source_not_found", "expected a folder of documents: " + root);
    }
    if (!Files.isDirectory(this.root)) {
      throw new RetrievalException("source_not_found", "expected a folder, found a file: " + root);
    }
  }

  /** One file by its relative path; {@code document_not_found} for anything else. */
  public Document read(String source) throws RetrievalException {
    for (Path file : files(new ArrayList<>())) {
      if (relative(file).equals(source)) return document(file, new ArrayList<>());
    }
    throw new RetrievalException(
        "document_not_found", "no readable document " + source + " in the source");
  }

  /**
   * The files, unread, by relative path in order.
   *
   * @param notes takes what was left out and why
   */
  public Map<String, Path> list(List<String> notes) throws RetrievalException {
    Map<String, Path> listed = new LinkedHashMap<>();
    for (Path file : files(notes)) listed.put(relative(file), file);
    return listed;
  }

  /** Every document. */
  public Contents read() throws RetrievalException {
    List<String> notes = new ArrayList<>();
    List<Document> documents = new ArrayList<>();
    for (Path file : files(notes)) documents.add(document(file, notes));
    documents.removeIf(document -> binary(document, notes));
    return new Contents(List.copyOf(documents), List.copyOf(notes));
  }

  /** Names, sizes and times: changes whenever the contents change, and costs no reading. */
  String stamp() throws RetrievalException {
    var text = new StringBuilder();
    try {
      for (Path file : files(new ArrayList<>())) {
        text.append(relative(file)).append('\n').append(Files.size(file)).append('\n');
        text.append(Files.getLastModifiedTime(file).toInstant()).append('\n');
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return Sha256.hex(text.toString());
  }

  private List<Path> files(List<String> notes) throws RetrievalException {
    var found = new TreeMap<String, Path>();
    long[] total = {0};
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean skip = !dir.equals(root) && hidden(dir);
              return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (accepted(file, notes)) {
                found.put(relative(file), file);
                total[0] += Files.size(file);
              }
              return found.size() > limits.files() || total[0] > limits.totalBytes()
                  ? FileVisitResult.TERMINATE
                  : FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (found.size() > limits.files() || total[0] > limits.totalBytes()) {
      throw new RetrievalException(
          "source_too_large",
          "a source may hold "
              + limits.files()
              + " documents and "
              + (limits.totalBytes() >> 20)
              + " MiB; point it at a smaller folder");
    }
    return List.copyOf(found.values());
  }

  private boolean accepted(Path file, List<String> notes) throws IOException {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (hidden(file) || !endings.contains(ending)) return false;
    if (Files.isSymbolicLink(file)) {
      if (!Files.exists(file) || !file.toRealPath().startsWith(root)) {
        notes.add(relative(file) + ": refused, the link leads out of the folder or nowhere");
        return false;
      }
    }
    Path real = file.toRealPath();
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) return false;
    if (Files.size(real) > limits.fileBytes()) {
      notes.add(relative(file) + ": left out, larger than " + limits.fileBytes() + " bytes");
      return false;
    }
    return true;
  }

  private Document document(Path file, List<String> notes) throws RetrievalException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, StandardCharsets.UTF_8);
      // Before anything is hashed: hidden characters never enter a run.
      if (text.indexOf('\0') < 0) text = SafeText.clean(text);
      boolean broken = text.indexOf('\uFFFD') >= 0;
      if (broken) notes.add(relative(file) + ": not valid UTF-8, broken bytes shown as U+FFFD");
      if (text.startsWith("\uFEFF")) text = text.substring(1);
      return new Document(relative(file), text, Sha256.hex(bytes));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static boolean binary(Document document, List<String> notes) {
    boolean binary = document.text().indexOf('\0') >= 0;
    if (binary) notes.add(document.source() + ": left out, not text");
    return binary;
  }

  private static boolean hidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private String relative(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static RetrievalException unreadable(IOException e) {
    return new RetrievalException(
        "source_unreadable", "the source cannot be read: " + e.getClass().getSimpleName());
  }
}
