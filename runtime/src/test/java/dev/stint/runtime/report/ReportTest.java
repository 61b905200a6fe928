package dev.stint.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final JsonNode ARGS =
      Json.parse(
          """
          {"draft":{"title":"Report <script>alert(1)</script>","introduction":"In **short** ![x](https://evil.test/?d=1) [y](https://evil.test)",
            "sections":[{"title":"Logs & more","sentences":[
              {"text":"Keep logs <img src=https://evil.test/a.png> for *12* months, ask [person-k3f9].","citations":["c-1","c-none"]}]}]},
           "citations":[{"number":1,"chunk":"c-1","source":"a.md","title":"Logs","heading":"1","lines":"3-4","chunkHash":"aa","documentHash":"bb"}],
           "retrieved":[{"title":"Lunch","sufficient":false,"reason":"1 of 2 distinct documents found"}],
           "run":{"Run":"run-1\\" onload=\\"x"},
           "redactions":{"employee_name":2},"tokens":{"retrieve":1200},
           "partial":"the token budget ran out"}\
          """);

  @Test
  void shouldMakeAPageThatFetchesAndRunsNothing() {
    String html = HtmlReport.of(ReportReader.read(ARGS));

    assertThat(html)
        .doesNotContain("<script", "<img", "<link", "src=", "href=\"h", " style=", " onload=\"")
        .contains("default-src 'none'", "style-src '" + ReportStyle.HASH + "'");
  }

  @Test
  void shouldLinkEachMarkToItsSource() {
    String html = HtmlReport.of(ReportReader.read(ARGS));

    assertThat(html)
        .contains("<a href=\"#source-1\" aria-label=\"Source 1\">[1]</a>")
        .contains("<li id=\"source-1\" value=\"1\">")
        .contains("Logs &amp; more", "[person-k3f9]", "<em>12</em>")
        .doesNotContain("c-none");
  }

  @Test
  void shouldSayWhatIsMissingAndWhatWasSpent() {
    var report = ReportReader.read(ARGS);

    for (String text : new String[] {HtmlReport.of(report), MarkdownReport.of(report)}) {
      assertThat(text)
          .contains("Partial report.", "the token budget ran out")
          .contains("Not covered", "1 of 2 distinct documents found")
          .contains("What was redacted", "employee name")
          .contains("Tokens by stage");
    }
  }

  @Test
  void shouldEscapeMarkdownThatTextBrings() {
    String markdown = MarkdownReport.of(ReportReader.read(ARGS));

    assertThat(markdown)
        .contains("\\!\\[x]")
        .contains("&lt;img")
        .doesNotContain("<script")
        .doesNotContain("](http")
        .doesNotContain("https://");
  }
}
