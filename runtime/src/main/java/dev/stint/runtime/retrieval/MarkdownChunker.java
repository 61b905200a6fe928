package dev.stint.runtime.retrieval;

import dev.stint.runtime.model.TokenCounter;
import dev.stint.runtime.model.extractive.Sentences;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a document into chunks that keep to its headings and to a number of tokens (D1).
 *
 * <p>Paragraphs, list items and table rows stay whole unless one alone is too long; then it is cut
 * between sentences. No chunk spans two headings. Stateless, thread-safe.
 */
public final class MarkdownChunker {
  /** A chunk is closed once it has this many tokens. */
  static final int TARGET_TOKENS = 110;

  /** No chunk has more, unless one sentence alone does. */
  static final int MAX_TOKENS = 160;

  private static final int SMALL_TOKENS = 14;
  private final TokenCounter tokens = TokenCounter.o200k();

  /** The chunks of {@code document} in the order of its text. */
  public List<Chunk> chunks(Document document) {
    ReadText text =
        document.markdown() ? ReadText.markdown(document.text()) : ReadText.plain(document.text());
    return chunks(document.source(), text, document.hash());
  }

  /** The chunks of a text of any kind. */
  public List<Chunk> chunks(String source, ReadText text, String documentHash) {
    Document document = new Document(source, "", documentHash);
    return pack(document, title(document, text.title()), text.units());
  }

  private static String title(Document document, String heading) {
    if (!heading.isBlank()) return heading;
    String name = document.source().substring(document.source().lastIndexOf('/') + 1);
    if (name.indexOf('.') < 1) return name;
    String words = name.substring(0, name.lastIndexOf('.')).replaceAll("[-_]+", " ").strip();
    return words.isEmpty() ? name : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private List<Chunk> pack(Document document, String title, List<TextUnit> units) {
    List<Chunk> chunks = new ArrayList<>();
    List<TextUnit> open = new ArrayList<>();
    long size = 0;
    for (TextUnit unit : pieces(units)) {
      long more = tokens.count(unit.text());
      boolean elsewhere = !open.isEmpty() && !open.getFirst().heading().equals(unit.heading());
      boolean full = size >= TARGET_TOKENS || size + more > MAX_TOKENS;
      if (!open.isEmpty() && (elsewhere || full && more >= SMALL_TOKENS || size >= MAX_TOKENS)) {
        chunks.add(chunk(document, title, open));
        open.clear();
        size = 0;
      }
      open.add(unit);
      size += more;
    }
    if (!open.isEmpty()) chunks.add(chunk(document, title, open));
    return chunks;
  }

  private List<TextUnit> pieces(List<TextUnit> units) {
    List<TextUnit> pieces = new ArrayList<>();
    for (TextUnit unit : units) {
      if (tokens.count(unit.text()) <= MAX_TOKENS) pieces.add(unit);
      else cut(unit, pieces);
    }
    return pieces;
  }

  private void cut(TextUnit unit, List<TextUnit> pieces) {
    var open = new StringBuilder();
    for (String sentence : Sentences.split(unit.text())) {
      if (!open.isEmpty() && tokens.count(open + " " + sentence) > MAX_TOKENS) {
        pieces.add(
            new TextUnit(unit.heading(), open.toString(), unit.firstLine(), unit.lastLine()));
        open.setLength(0);
      }
      open.append(open.isEmpty() ? "" : " ").append(sentence);
    }
    pieces.add(new TextUnit(unit.heading(), open.toString(), unit.firstLine(), unit.lastLine()));
  }

  private static Chunk chunk(Document document, String title, List<TextUnit> units) {
    String text = String.join("\n", units.stream().map(TextUnit::text).toList());
    String heading = units.getFirst().heading();
    if (heading.equals(title)) heading = "";
    if (heading.startsWith(title + " > ")) heading = heading.substring(title.length() + 3);
    int first = units.stream().mapToInt(TextUnit::firstLine).min().orElse(1);
    int last = units.stream().mapToInt(TextUnit::lastLine).max().orElse(first);
    return Chunk.of(document.source(), title, heading, first, last, text, document.hash());
  }
}
