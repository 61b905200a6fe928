package dev.stint.runtime.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketToolTest {
  private static final JsonNode ARGS = Json.parse("{\"queue\":\"legal\",\"title\":\"look\"}");

  @TempDir Path root;
  private final TicketTool tool = new TicketTool();

  @Test
  void shouldKnowTheTicketThatACallOpened() throws Exception {
    var context = FolderToolContext.writing(root, "run/pay");
    ToolResult opened = tool.call(ARGS, context);

    assertThat(tool.query(ARGS, context)).isEqualTo(new CallFate.Happened(opened));
  }

  @Test
  void shouldKnowThatACallOpenedNone() throws Exception {
    tool.call(ARGS, FolderToolContext.writing(root, "another"));

    assertThat(tool.query(ARGS, FolderToolContext.writing(root, "run/pay")))
        .isEqualTo(new CallFate.DidNotHappen());
  }

  @Test
  void shouldNotGuessWhenAKeyOpenedTwo() throws Exception {
    var context = FolderToolContext.writing(root, "run/pay");
    tool.call(ARGS, context);
    tool.call(ARGS, context);

    assertThat(tool.query(ARGS, context)).isInstanceOf(CallFate.Unknown.class);
  }

  @Test
  void shouldOpenNothingOnceFenced() throws Exception {
    var context = FolderToolContext.writing(root, "run/pay");
    context.fence();

    assertThatThrownBy(() -> tool.call(ARGS, context)).isInstanceOf(InterruptedException.class);
    assertThat(tool.query(ARGS, context)).isEqualTo(new CallFate.DidNotHappen());
  }

  @Test
  void shouldNumberTicketsWithoutGap() throws Exception {
    for (String number : new String[] {"0001", "0002", "0003"}) {
      JsonNode output = tool.call(ARGS, FolderToolContext.writing(root, "key-" + number)).output();
      assertThat(output.path("number").asText()).isEqualTo(number);
    }
  }
}
