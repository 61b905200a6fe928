package dev.stint.runtime.knowledge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes many small documents of few: each paragraph of the folder lands in exactly one. */
final class SplitDocuments {
  private SplitDocuments() {}

  /** Writes {@code count} documents {@code d0000.md} and so on. */
  static void write(Path from, Path to, int count) throws IOException {
    List<String> paragraphs = new ArrayList<>();
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        String title = file.getFileName().toString().replace(".md", "").replace('-', ' ');
        for (String paragraph : Files.readString(file).split("\n\\s*\n")) {
          if (!paragraph.isBlank()) paragraphs.add("# " + title + "\n\n" + paragraph + "\n");
        }
      }
    }
    if (paragraphs.size() < count) cut(paragraphs, count);
    for (int i = 0; i < count; i++) {
      int start = (int) ((long) i * paragraphs.size() / count);
      int end = (int) ((long) (i + 1) * paragraphs.size() / count);
      String text = String.join("\n", paragraphs.subList(start, end));
      Files.writeString(to.resolve("d%04d.md".formatted(i)), text);
    }
  }

  /** Halves the longest until there are enough. */
  private static void cut(List<String> paragraphs, int count) {
    while (paragraphs.size() < count) {
      int longest = 0;
      for (int i = 1; i < paragraphs.size(); i++) {
        if (paragraphs.get(i).length() > paragraphs.get(longest).length()) longest = i;
      }
      String text = paragraphs.get(longest);
      int middle = Math.max(1, text.lastIndexOf(' ', text.length() / 2));
      paragraphs.set(longest, text.substring(0, middle) + "\n");
      paragraphs.add(longest + 1, text.substring(middle).strip() + "\n");
    }
  }
}
