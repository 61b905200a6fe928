package dev.stint.runtime.knowledge.parse;

import dev.stint.runtime.retrieval.ReadText;
import java.nio.charset.StandardCharsets;

/**
 * Reads one document of any kind. Runs in the reading process only: it takes what memory and time
 * it likes. Stateless.
 */
final class DocumentReader {
  private DocumentReader() {}

  /**
   * @param name of the file; its ending says what it is
   * @throws ParseException when there is no text to be had
   */
  static ReadText read(String name, byte[] bytes) throws ParseException {
    MediaKind kind =
        MediaKind.of(name)
            .orElseThrow(() ->
                new ParseException("document_kind_unknown", "not a kind of file that is read"));
    try {
      ReadText text =
          switch (kind) {
            case MARKDOWN -> ReadText.markdown(text(bytes));
            case TEXT -> ReadText.plain(text(bytes));
            case HTML -> HtmlText.of(bytes);
            case PDF -> PdfText.of(bytes);
            case DOCX -> DocxText.of(bytes);
          };
      if (text.units().isEmpty()) throw new ParseException("document_empty", "it has no text");
      return text;
    } catch (StackOverflowError _) {
      throw new ParseException("document_too_deep", "it is nested too deeply");
    }
  }

  private static String text(byte[] bytes) throws ParseException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\0') >= 0) {
      throw new ParseException("document_not_text", "it claims to be text and is not");
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
