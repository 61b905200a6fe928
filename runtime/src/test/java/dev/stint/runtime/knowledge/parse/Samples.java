package dev.stint.runtime.knowledge.parse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Documents of the kinds that are no text, made on the spot. */
public final class Samples {
  private static final String TYPES =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
      <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
      <Default Extension="xml" ContentType="application/xml"/>
      <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
      <Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
      </Types>
      """;
  private static final String RELATIONS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
      </Relationships>
      """;
  private static final String STYLES =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
      <w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
      </w:styles>
      """;
  private static final String BODY =
      """
      <?xml version="1.0" encoding="UTF-8"?>%s
      <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>
      """;

  private Samples() {}

  /** A PDF with one page for each text. */
  public static byte[] pdf(String... pages) throws IOException {
    return pdf(List.of(pages), "");
  }

  /** A PDF that opens with a password only, unless that is empty. */
  static byte[] pdf(List<String> pages, String password) throws IOException {
    try (var pdf = new PDDocument()) {
      for (String text : pages) {
        var page = new PDPage();
        pdf.addPage(page);
        try (var content = new PDPageContentStream(pdf, page)) {
          content.beginText();
          content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
          content.newLineAtOffset(50, 700);
          content.showText(text);
          content.endText();
        }
      }
      if (!password.isEmpty()) {
        pdf.protect(new StandardProtectionPolicy(password, password, new AccessPermission()));
      }
      var out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    }
  }

  /** A Word document with a heading, and a paragraph below it. */
  public static byte[] docx(String heading, String paragraph) throws IOException {
    String body =
        "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p><w:p><w:r><w:t>%s</w:t></w:r></w:p>";
    return docx(
        BODY.formatted("", body.formatted(heading, paragraph))
            .strip()
            .getBytes(StandardCharsets.UTF_8));
  }

  /** A Word document with a text that is shown and one that is not. */
  static byte[] docxHiding(String shown, String hidden) throws IOException {
    String body =
        "<w:p><w:r><w:t>%s</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>%s</w:t></w:r></w:p>";
    String document = BODY.formatted("", body.formatted(shown, hidden)).strip();
    return docx(document.getBytes(StandardCharsets.UTF_8));
  }

  /** A Word document whose text names an entity that is a file of this machine. */
  static byte[] docxNaming(String file) throws IOException {
    String type = "<!DOCTYPE d [<!ENTITY f SYSTEM \"file://" + file + "\">]>";
    String body = "<w:p><w:r><w:t>before &f; after</w:t></w:r></w:p>";
    return docx(BODY.formatted(type, body).strip().getBytes(StandardCharsets.UTF_8));
  }

  /** A small file that is a document of that many megabytes. */
  static byte[] bomb(int megabytes) throws IOException {
    var text = new ByteArrayOutputStream();
    String[] around = BODY.formatted("", "<w:p><w:r><w:t>X</w:t></w:r></w:p>").strip().split("X");
    text.writeBytes(around[0].getBytes(StandardCharsets.UTF_8));
    byte[] filler = new byte[1 << 20];
    Arrays.fill(filler, (byte) 'a');
    for (int i = 0; i < megabytes; i++) text.writeBytes(filler);
    text.writeBytes(around[1].getBytes(StandardCharsets.UTF_8));
    return docx(text.toByteArray());
  }

  private static byte[] docx(byte[] document) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      put(zip, "[Content_Types].xml", TYPES.getBytes(StandardCharsets.UTF_8));
      put(zip, "_rels/.rels", RELATIONS.getBytes(StandardCharsets.UTF_8));
      put(zip, "word/styles.xml", STYLES.getBytes(StandardCharsets.UTF_8));
      put(zip, "word/document.xml", document);
    }
    return out.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
