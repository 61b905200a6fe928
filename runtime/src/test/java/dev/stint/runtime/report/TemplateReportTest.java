package dev.stint.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import org.junit.jupiter.api.Test;

class TemplateReportTest {
  @Test
  void shouldFillListsIntoATable() {
    String markdown =
        TemplateReport.markdown(
            "| a |\n| --- |\n{{#rows}}\n| {{name}} |\n{{/rows}}\n",
            Json.parse("{\"rows\": [{\"name\": \"x\"}, {\"name\": \"-3.20\"}]}"));
    assertThat(markdown).isEqualTo("| a |\n| --- |\n| x |\n| -3.20 |\n");
    assertThat(TemplateReport.html("t", markdown)).contains("<td>-3.20</td>");
  }

  @Test
  void shouldLetValuesBringNeitherMarkupNorLinksNorCells() {
    String hostile =
        "![x](https://evil.example/p?q=1) <script>alert(1)</script> a | b **bold** `c`\n# head";
    String markdown =
        TemplateReport.markdown(
            "| v |\n| --- |\n| {{v}} |\n", JsonNodeFactory.instance.objectNode().put("v", hostile));
    String html = TemplateReport.html("t", markdown);
    assertThat(html)
        .doesNotContain("<img", "<script", "<a ", "<strong>bold", "<code>c", "<h1>head");
    assertThat(html.split("<td")).as("one cell").hasSize(2);
  }

  @Test
  void shouldKeepAValueFromStartingAList() {
    var data = JsonNodeFactory.instance.objectNode();
    String html =
        TemplateReport.html("t", TemplateReport.markdown("{{v}}\n", data.put("v", "1. no list")));
    assertThat(html).contains("<p>1. no list</p>");
    html = TemplateReport.html("t", TemplateReport.markdown("{{v}}\n", data.put("v", "- none")));
    assertThat(html).contains("<p>- none</p>");
  }

  @Test
  void shouldNameAValueThatIsMissing() {
    assertThatThrownBy(() -> TemplateReport.markdown("{{period}}", Json.parse("{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("period");
  }

  @Test
  void shouldRefusePartials() {
    assertThatThrownBy(() -> TemplateReport.markdown("{{> other}}", Json.parse("{}")))
        .hasMessageContaining("partials are not supported");
  }
}
