package dev.stint.runtime.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.model.TokenCounter;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MarkdownChunkerTest {
  @Test
  void shouldKeepHeadingPathAndOriginalLines() {
    Chunk chunk =
        chunks("---\ntitle: Logs\n---\n\n# Logs\n\n## Retention\n\nKeep logs for\n12 months.\n")
            .getFirst();

    assertThat(chunk.title()).isEqualTo("Logs");
    assertThat(chunk.heading()).isEqualTo("Retention");
    assertThat(chunk.text()).isEqualTo("Keep logs for 12 months.");
    assertThat(chunk.firstLine()).isEqualTo(9);
    assertThat(chunk.lastLine()).isEqualTo(10);
    assertThat(chunk.hash()).isEqualTo(Sha256.hex("Keep logs for 12 months."));
  }

  @Test
  void shouldTakeOutTemplatingHtmlAndCode() {
    String text =
        text(
            "See [roles]({% link _docs/roles.md %}) and {{ site.name }}.\n\n"
                + "{% comment %}\nhidden\n{% endcomment %}\n<!-- secret -->\n"
                + "Ask in {% slack_channel \"incidents\" %}.<br>Now.\n\n"
                + "{{< note >}}\n<details><summary>More</summary>\n\nInside &amp; out.\n\n</details>\n\n"
                + "```\nrm -rf /\n```\n\n![alt](http://x/y.png)\n\n{: .class}\n");

    assertThat(text).contains("See roles and.", "Ask in #incidents. Now.", "Inside & out.");
    assertThat(text).doesNotContain("hidden", "secret", "{", "<", "rm -rf", "http", "alt");
  }

  @Test
  void shouldReadTableRowsUnderTheirColumnNames() {
    assertThat(text("| Class | Years |\n| --- | --- |\n| Claims | 10 |\n"))
        .isEqualTo("- Class: Claims; Years: 10");
  }

  @Test
  void shouldReadPlainTextByParagraph() {
    var document = new Document("notes/data_retention.txt", "One.\nTwo.\n\nThree.\n", "h");
    Chunk chunk = new MarkdownChunker().chunks(document).getFirst();

    assertThat(chunk.title()).isEqualTo("Data retention");
    assertThat(chunk.text()).isEqualTo("One. Two.\nThree.");
    assertThat(chunk.lastLine()).isEqualTo(4);
  }

  @Test
  void shouldCutLongParagraphsBetweenSentences() {
    String paragraph = "Every record must be kept for seven years after the end. ".repeat(60);

    List<Chunk> chunks = chunks(paragraph);

    assertThat(chunks).hasSizeGreaterThan(3);
    assertThat(chunks)
        .allSatisfy(chunk -> {
          assertThat(chunk.text()).endsWith(".");
          assertThat(TokenCounter.o200k().count(chunk.text()))
              .isLessThanOrEqualTo(MarkdownChunker.MAX_TOKENS);
        });
  }

  @Property(tries = 200)
  void shouldReadAnythingWithinItsLines(@ForAll @StringLength(max = 300) String noise) {
    String text = "# A\n\n" + noise + "\n\n{% x\n\n| a | b |\n| - | - |\n| 1 |\n";
    int lines = text.split("\\R", -1).length;

    assertThat(chunks(text))
        .allSatisfy(chunk -> {
          assertThat(chunk.firstLine()).isBetween(1, chunk.lastLine());
          assertThat(chunk.lastLine()).isLessThanOrEqualTo(lines);
        });
  }

  private static List<Chunk> chunks(String markdown) {
    return new MarkdownChunker().chunks(new Document("a.md", markdown, "h"));
  }

  private static String text(String markdown) {
    return String.join("\n", chunks(markdown).stream().map(Chunk::text).toList());
  }
}
