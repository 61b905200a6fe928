package dev.stint.runtime.knowledge.parse;

import dev.stint.runtime.retrieval.ReadText;
import dev.stint.runtime.retrieval.TextUnit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** The text of a PDF, page by page: the page stands where other kinds have headings. */
final class PdfText {
  private static final int MOST_PAGES = 5_000;

  private PdfText() {}

  static ReadText of(byte[] bytes) throws ParseException {
    try (PDDocument pdf = Loader.loadPDF(bytes)) {
      if (pdf.getNumberOfPages() > MOST_PAGES) {
        throw new ParseException("document_too_long", "it has over " + MOST_PAGES + " pages");
      }
      List<TextUnit> units = new ArrayList<>();
      for (int page = 1; page <= pdf.getNumberOfPages(); page++) addPage(pdf, page, units);
      String title =
          Optional.ofNullable(pdf.getDocumentInformation().getTitle())
              .map(String::strip)
              .orElse("");
      return new ReadText(title, units);
    } catch (InvalidPasswordException _) {
      throw new ParseException("document_encrypted", "it is encrypted");
    } catch (IOException | RuntimeException _) {
      throw new ParseException("document_damaged", "no readable PDF");
    }
  }

  private static void addPage(PDDocument pdf, int page, List<TextUnit> units) throws IOException {
    var stripper = new PDFTextStripper();
    stripper.setStartPage(page);
    stripper.setEndPage(page);
    stripper.setSortByPosition(true);
    stripper.setParagraphStart("\n\n");
    for (String paragraph : stripper.getText(pdf).split("(\\h*\\R){2,}")) {
      // A word cut at the end of a line is one word.
      String text =
          paragraph.replaceAll("(\\p{L})-\\R(\\p{Ll})", "$1$2").replaceAll("\\s+", " ").strip();
      if (text.chars().noneMatch(Character::isLetterOrDigit)) continue;
      int line = units.size() + 1;
      units.add(new TextUnit("page " + page, text, line, line));
    }
  }
}
