package dev.stint.runtime.knowledge.source;

import dev.stint.runtime.knowledge.parse.MediaKind;
import dev.stint.runtime.retrieval.DocumentFolder;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.RetrievalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The documents in a folder, by relative path; stamps are size and time. */
record FolderSource(Path folder, FolderLimits limits) implements KnowledgeSource {
  @Override
  public Listed list() throws RetrievalException {
    List<String> notes = new ArrayList<>();
    var documents = new DocumentFolder(folder, limits, MediaKind.allEndings());
    Map<String, Listed.Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Path> file : documents.list(notes).entrySet()) {
      entries.put(file.getKey(), entry(file.getValue()));
    }
    return new Listed(entries, "", List.copyOf(notes));
  }

  private static Listed.Entry entry(Path file) throws RetrievalException {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      String stamp = attributes.size() + " " + attributes.lastModifiedTime().toInstant();
      return new Listed.Entry(stamp, file.getFileName().toString(), () -> bytes(file));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static byte[] bytes(Path file) throws RetrievalException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static RetrievalException unreadable(IOException e) {
    return new RetrievalException(
        "source_unreadable", "a document cannot be read: " + e.getClass().getSimpleName());
  }
}
