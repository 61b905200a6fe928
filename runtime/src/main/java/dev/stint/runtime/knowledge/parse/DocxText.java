package dev.stint.runtime.knowledge.parse;

import dev.stint.runtime.retrieval.ReadText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The text of a Word document (ECMA-376, WordprocessingML): paragraphs and rows under the headings
 * that its styles name. No part of it is unpacked beyond {@value #MOST_BYTES} bytes, and its XML
 * may declare nothing.
 */
final class DocxText {
  private static final long MOST_BYTES = 64L << 20;
  private static final XMLInputFactory XML = factory();

  private DocxText() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  static ReadText of(byte[] bytes) throws ParseException {
    try {
      Map<String, Integer> levels = part(bytes, "word/styles.xml", DocxStyles::levels, Map.of());
      ReadText nothing = new ReadText("", List.of());
      return part(bytes, "word/document.xml", xml -> new DocxBody(xml, levels).read(), nothing);
    } catch (IOException | XMLStreamException _) {
      throw new ParseException("document_damaged", "no readable Word document");
    }
  }

  /** Reads one part of a document. */
  interface PartReader<T> {
    T read(XMLStreamReader xml) throws XMLStreamException, ParseException;
  }

  private static <T> T part(byte[] bytes, String name, PartReader<T> reader, T otherwise)
      throws IOException, XMLStreamException, ParseException {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      boolean any = false;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        any = true;
        if (!entry.getName().equals(name)) continue;
        return reader.read(XML.createXMLStreamReader(new Bounded(zip)));
      }
      if (!any) throw new IOException("no zip");
      return otherwise;
    }
  }

  /** Ends with an error where a part unpacks to too much. */
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left = MOST_BYTES;

    Bounded(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      int read = in.read(into, at, length);
      left -= Math.max(0, read);
      if (left < 0) throw new IOException("unpacks to more than " + MOST_BYTES + " bytes");
      return read;
    }
  }
}
