package dev.stint.runtime.connector.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.NoopTool;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack A13: a connector returns what it authenticates with. */
class EchoGuardTest {
  private static final String VALUE = "hunter2/secret+value";
  private static final Secret SECRET = new Secret("stint.tools.http.crm.token", "env:CRM");

  private final Secrets secrets = new Secrets(Map.of("CRM", VALUE));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"body\": \"Authorization: Bearer hunter2/secret+value\"}",
        "{\"a\": [1, {\"b\": \"hunter2/secret+value\"}]}",
        "{\"hunter2/secret+value\": 1}",
        "{\"url\": \"/x?token=hunter2%2Fsecret%2Bvalue\"}",
        "{\"b64\": \"aHVudGVyMi9zZWNyZXQrdmFsdWU=\"}"
      })
  void shouldRefuseAResultThatHoldsASecret(String output) {
    assertThatThrownBy(() -> call(guarded(output)))
        .hasMessageContaining("secret_echo")
        .hasMessageContaining("stint.tools.http.crm.token")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void shouldRefuseTheHeaderThatWasMadeOfASecret() {
    String basic =
        Base64.getEncoder().encodeToString(("me:" + VALUE).getBytes(StandardCharsets.UTF_8));
    secrets.remember(SECRET, basic);

    assertThatThrownBy(() -> call(guarded("{\"echo\": \"Basic %s\"}".formatted(basic))))
        .hasMessageContaining("secret_echo");
  }

  @Test
  void shouldBlotSecretsOutOfErrors() {
    Tool failing =
        answering(() -> {
          secrets.value(SECRET);
          throw new ToolException(
              Failure.terminal("http_failed", "no route for hunter2/secret+value"));
        });

    assertThatThrownBy(() -> call(failing)).hasMessage("http_failed: no route for [secret]");
  }

  @Test
  void shouldTakeInnocentResults() throws Exception {
    assertThat(call(guarded("{\"body\": \"hunter2\"}")).output().path("body").asText())
        .isEqualTo("hunter2");
  }

  @Test
  void shouldReadSecretsAnewEachTime() throws Exception {
    // given
    Path file = folder.resolve("token");
    var changing = new Secret("stint.tools.x", "file:" + file);
    Files.writeString(file, "first-secret\n");
    secrets.value(changing);

    // when
    Files.writeString(file, "second-secret\n");

    // then
    assertThat(secrets.value(changing)).isEqualTo("second-secret");
    assertThat(secrets.echoedIn("first-secret")).contains("stint.tools.x");
  }

  @Test
  void shouldNameThePlaceOfAMissingSecretAndNoValue() {
    assertThatThrownBy(() -> secrets.value(new Secret("stint.tools.y", "env:NOT_THERE")))
        .hasMessageContaining("secret_missing")
        .hasMessageContaining("stint.tools.y")
        .hasMessageContaining("NOT_THERE");
  }

  private interface Answer {
    JsonNode get() throws ToolException;
  }

  private Tool guarded(String output) {
    return answering(() -> {
      secrets.value(SECRET);
      return Json.parse(output);
    });
  }

  private Tool answering(Answer answer) {
    return new EchoGuard(
        new Tool() {
          @Override
          public ToolDescriptor descriptor() {
            return new NoopTool().descriptor();
          }

          @Override
          public ToolResult call(JsonNode args, ToolContext context) throws ToolException {
            return ToolResult.of(answer.get());
          }
        },
        secrets);
  }

  private ToolResult call(Tool tool) throws Exception {
    return tool.call(Json.parse("{}"), FolderToolContext.writing(folder, "key"));
  }
}
