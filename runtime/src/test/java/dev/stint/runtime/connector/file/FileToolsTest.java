package dev.stint.runtime.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileToolsTest {
  @TempDir private Path outside;

  private Path root;
  private Path secret;

  @BeforeEach
  void fill() throws Exception {
    root = Files.createDirectories(outside.resolve("root"));
    Files.createDirectories(root.resolve("in/deep"));
    Files.writeString(root.resolve("in/a.csv"), "id,amount\n1,2\n");
    secret = Files.writeString(outside.resolve("secret.txt"), "not below the root");
  }

  @Test
  void shouldListAndRead() throws Exception {
    JsonNode list = call("list", "{\"path\": \"in\"}");

    assertThat(list.path("entries").findValuesAsText("name")).containsExactly("a.csv", "deep");
    assertThat(call("read", "{\"path\": \"in/a.csv\"}").path("text").asText())
        .isEqualTo("id,amount\n1,2\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.txt",
        "in/../../secret.txt",
        "/etc/passwd",
        "in//a.csv",
        "./in/a.csv",
        ".hidden",
        "in/.git/config",
        "in\\\\a.csv",
        "C:x",
        "a\\u0000b",
        "a\\u202eb",
        "in/"
      })
  void shouldRefusePathsThatAreNotPlain(String path) {
    assertThatThrownBy(() -> call("read", "{\"path\": \"" + path + "\"}"))
        .hasMessageContaining("path_refused");
    assertThatThrownBy(() -> call("write", "{\"path\": \"" + path + "\", \"text\": \"x\"}"))
        .hasMessageContaining("path_refused");
  }

  @Test
  void shouldFollowNoLink() throws Exception {
    // given
    Files.createSymbolicLink(root.resolve("in/link.txt"), secret);
    Files.createSymbolicLink(root.resolve("up"), outside);

    // when, then
    for (String path : List.of("in/link.txt", "up/secret.txt")) {
      assertThatThrownBy(() -> call("read", "{\"path\": \"" + path + "\"}"))
          .hasMessageContaining("path_refused");
      assertThatThrownBy(() -> call("write", "{\"path\": \"" + path + "\", \"text\": \"x\"}"))
          .hasMessageContaining("path_refused");
    }
    assertThat(call("list", "{\"path\": \"in\"}").path("entries").findValuesAsText("name"))
        .doesNotContain("link.txt");
    assertThat(Files.readString(secret)).isEqualTo("not below the root");
  }

  /** Somebody swaps a folder for a link while tools walk it. */
  @Test
  void shouldNotBeLedOutByASwap() throws Exception {
    // given
    Path swapped = root.resolve("swapped");
    Path kept = root.resolve("kept");
    Files.createDirectory(kept);
    Files.writeString(kept.resolve("secret.txt"), "below the root");
    var stop = new AtomicBoolean();
    Thread swapper =
        Thread.ofPlatform()
            .start(() -> {
              while (!stop.get()) {
                try {
                  Files.move(kept, swapped);
                  Files.move(swapped, kept);
                  Files.createSymbolicLink(swapped, outside);
                  Files.delete(swapped);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }
            });

    // when
    int read = 0;
    long least = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    long most = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < (read == 0 ? most : least)) {
      try {
        String text = call("read", "{\"path\": \"swapped/secret.txt\"}").path("text").asText();
        assertThat(text).isEqualTo("below the root");
        read++;
      } catch (ToolException _) {
        // It was a link, or not there, at that moment.
      }
    }
    stop.set(true);
    swapper.join();

    // then
    assertThat(read).as("the race was there").isPositive();
  }

  @Test
  void shouldWriteOnceHoweverOftenItIsRepeated() throws Exception {
    JsonNode first = call("write", "{\"path\": \"in/b.txt\", \"text\": \"hello\"}");
    JsonNode second = call("write", "{\"path\": \"in/b.txt\", \"text\": \"hello\"}");

    assertThat(first.path("written").asBoolean()).isTrue();
    assertThat(second.path("written").asBoolean()).isFalse();
    assertThat(Files.readString(root.resolve("in/b.txt"))).isEqualTo("hello");
    try (var files = Files.list(root.resolve("in"))) {
      assertThat(files.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("a.csv", "b.txt", "deep");
    }
  }

  @Test
  void shouldReplaceOnlyWhatWasRead() throws Exception {
    // given
    String hash = call("read", "{\"path\": \"in/a.csv\"}").path("sha256").asText();
    Files.writeString(root.resolve("in/a.csv"), "changed meanwhile");

    // when, then
    assertThatThrownBy(() ->
            call(
                "write",
                "{\"path\": \"in/a.csv\", \"text\": \"x\", \"replaces\": \"" + hash + "\"}"))
        .hasMessageContaining("file_changed");
    assertThatThrownBy(() ->
            call("write", "{\"path\": \"in/a.csv\", \"text\": \"x\", \"replaces\": \"nothing\"}"))
        .hasMessageContaining("file_changed");
    assertThat(Files.readString(root.resolve("in/a.csv"))).isEqualTo("changed meanwhile");
  }

  @Test
  void shouldMoveOnceHoweverOftenItIsRepeated() throws Exception {
    // given
    String move =
        "{\"from\": \"in/a.csv\", \"to\": \"in/deep/a.csv\", \"sha256\": \""
            + Sha256.hex(Files.readAllBytes(root.resolve("in/a.csv")))
            + "\"}";

    // when
    JsonNode first = call("move", move);
    JsonNode second = call("move", move);

    // then
    assertThat(first.path("moved").asBoolean()).isTrue();
    assertThat(second.path("moved").asBoolean()).isFalse();
    assertThat(root.resolve("in/deep/a.csv")).exists();
    assertThat(root.resolve("in/a.csv")).doesNotExist();
  }

  @Test
  void shouldMoveOverNothing() throws Exception {
    Files.writeString(root.resolve("taken.csv"), "mine");

    assertThatThrownBy(() ->
            call(
                "move",
                "{\"from\": \"in/a.csv\", \"to\": \"taken.csv\", \"sha256\": \""
                    + "0".repeat(64)
                    + "\"}"))
        .hasMessageContaining("file_exists");
    assertThat(Files.readString(root.resolve("taken.csv"))).isEqualTo("mine");
  }

  @Test
  void shouldChangeNothingInADryRunOrWithoutAPermit() throws Exception {
    // given
    var dry = new FolderToolContext(root, Map.of(), "key", true);
    var fenced = FolderToolContext.writing(root, "key");
    fenced.fence();
    String write = "{\"path\": \"in/b.txt\", \"text\": \"hello\"}";

    // when, then
    assertThat(call("write", write, dry).path("written").asBoolean()).isFalse();
    assertThatThrownBy(() -> call("write", write, fenced)).isInstanceOf(InterruptedException.class);
    assertThat(root.resolve("in/b.txt")).doesNotExist();
  }

  @Test
  void shouldReadNoSpecialFileAndNothingTooLarge() throws Exception {
    new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start().waitFor();
    Files.writeString(root.resolve("large.txt"), "x".repeat(20_000));
    Files.write(root.resolve("bytes.bin"), new byte[] {-1, -2});

    assertThatThrownBy(() -> call("read", "{\"path\": \"pipe\"}"))
        .hasMessageContaining("path_refused");
    assertThatThrownBy(() -> call("read", "{\"path\": \"large.txt\"}"))
        .hasMessageContaining("file_too_large");
    assertThatThrownBy(() -> call("read", "{\"path\": \"bytes.bin\"}"))
        .hasMessageContaining("file_not_text");
    assertThatThrownBy(() -> call("read", "{\"path\": \"none.txt\"}"))
        .hasMessageContaining("file_missing");
  }

  @Test
  void shouldOnlyReadUnlessTheOwnerSaysWritable() {
    assertThat(tools("root = \"" + root + "\"", new ArrayList<>()))
        .extracting(t -> t.descriptor().name())
        .containsExactly("files.share.list", "files.share.read");
  }

  @Test
  void shouldNameARootThatIsNone() {
    List<String> problems = new ArrayList<>();

    tools("root = \"relative\", writeable = true", problems);

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "stint.tools.files.share.writeable: this key is not known; did you mean writable?",
            "stint.tools.files.share.root: expected an existing folder from /, found relative");
  }

  private JsonNode call(String tool, String args) throws Exception {
    return call(tool, args, FolderToolContext.writing(root, "run/step"));
  }

  private JsonNode call(String tool, String args, FolderToolContext context) throws Exception {
    Tool found =
        tools("root = \"" + root + "\", writable = true, bytes = 10K", new ArrayList<>()).stream()
            .filter(t -> t.descriptor().name().endsWith("." + tool))
            .findFirst()
            .orElseThrow();
    JsonNode output = found.call(Json.parse(args), context).output();
    assertThat(JsonSchemas.validate(found.descriptor().outputSchema(), output)).isEmpty();
    return output;
  }

  private static List<Tool> tools(String settings, List<String> problems) {
    return FileConnector.open(
        new SettingsSection(
            "stint.tools.files.share", ConfigFactory.parseString(settings), problems));
  }
}
