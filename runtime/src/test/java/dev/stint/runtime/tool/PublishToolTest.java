package dev.stint.runtime.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishToolTest {
  @TempDir Path base;
  private Path root;
  private final PublishTool publish = new PublishTool();
  private final PublishRollbackTool rollback = new PublishRollbackTool();

  @BeforeEach
  void makeRoot() throws Exception {
    root = Files.createDirectory(base.resolve("published"));
  }

  @Test
  void shouldReturnTheFirstReceiptWhenTheKeyComesAgain() throws Exception {
    JsonNode first = publish("key-1", "one");
    JsonNode again = publish("key-1", "one");

    assertThat(again).isEqualTo(first);
    assertThat(versions()).hasSize(1);
    assertThat(current()).hasContent("one");
  }

  @Test
  void shouldKeepThePreviousVersionAndRollBackToIt() throws Exception {
    publish("key-1", "one");
    JsonNode second = publish("key-2", "two");
    assertThat(current()).hasContent("two");

    JsonNode undone = undo(second);

    assertThat(undone.get("changed").booleanValue()).isTrue();
    assertThat(current()).hasContent("one");
    assertThat(versions()).hasSize(2);
    assertThat(undo(second).get("changed").booleanValue()).isFalse();
  }

  @Test
  void shouldNotRepublishByRetryWhatWasRolledBack() throws Exception {
    publish("key-1", "one");
    undo(publish("key-2", "two"));

    publish("key-2", "two");

    assertThat(current()).hasContent("one");
  }

  @Test
  void shouldNotTakeAwayANewerVersionWhenAnOldOneIsRolledBack() throws Exception {
    JsonNode first = publish("key-1", "one");
    publish("key-2", "two");

    undo(first);

    assertThat(current()).hasContent("two");
  }

  @Test
  void shouldFinishAfterACrashBetweenVersionAndPointer() throws Exception {
    JsonNode receipt = publish("key-1", "one");
    Files.delete(root.resolve("kb/report/current"));

    assertThat(publish("key-1", "one")).isEqualTo(receipt);
    assertThat(current()).hasContent("one");
  }

  @Test
  void shouldStartOverAfterACrashInTheMiddleOfWriting() throws Exception {
    String version = publish("key-1", "one").get("version").asText();
    Path made = root.resolve("kb/report/versions/" + version);
    Path aside = root.resolve("kb/report/.new-" + version);
    Files.delete(root.resolve("kb/report/current"));
    Files.move(made, aside);
    Files.delete(aside.resolve("manifest.json"));

    publish("key-1", "one");

    assertThat(current()).hasContent("one");
    assertThat(aside).doesNotExist();
  }

  @Test
  void shouldRefuseOtherContentUnderTheSameKey() throws Exception {
    publish("key-1", "one");

    assertThatThrownBy(() -> publish("key-1", "other"))
        .hasMessageContaining("idempotency_conflict");
    assertThat(current()).hasContent("one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a/../../x", "/etc", "a//b", "a/.", "C:\\x", "%2e%2e", "a\u0000b", ""})
  void shouldRefuseToLeaveTheRoot(String dest) {
    ObjectNode args = args("one").put("dest", dest);

    assertThatThrownBy(() -> publish.call(args, FolderToolContext.writing(root, "k")))
        .hasMessageContaining("path_refused");
    assertThat(base).isDirectoryNotContaining(path -> !path.equals(root));
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void shouldRefuseALinkInThePlaceOfAFolder(@TempDir Path outside) throws Exception {
    Files.createSymbolicLink(root.resolve("kb"), outside);

    assertThatThrownBy(() -> publish("key-1", "one")).hasMessageContaining("path_refused");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void shouldOnlyTellWhatADryRunWouldDo() throws Exception {
    var context = new FolderToolContext(root, Map.of(), "key-1", true);

    JsonNode told = publish.call(args("one"), context).output();

    assertThat(told.get("published").booleanValue()).isFalse();
    assertThat(told.get("files").get(0).get("bytes").asInt()).isEqualTo(3);
    assertThat(context.effects()).isZero();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void shouldWriteNothingOnceFenced() throws Exception {
    var context = FolderToolContext.writing(root, "key-1");
    context.fence();

    assertThatThrownBy(() -> publish.call(args("one"), context))
        .isInstanceOf(InterruptedException.class);
    assertThat(versions()).isEmpty();
  }

  @Test
  void shouldMakeOneVersionPerKeyUnderConcurrency() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new java.util.ArrayList<Callable<JsonNode>>();
      for (int i = 0; i < 24; i++) {
        String key = "key-" + i % 6;
        calls.add(() -> publish(key, key));
      }
      for (var call : threads.invokeAll(calls)) call.get();
    }

    assertThat(versions()).hasSize(6);
  }

  private JsonNode publish(String key, String content) throws Exception {
    return publish.call(args(content), FolderToolContext.writing(root, key)).output();
  }

  private JsonNode undo(JsonNode receipt) throws Exception {
    ObjectNode args = JsonNodeFactory.instance.objectNode().put("dest", "kb").put("name", "report");
    args.set("version", receipt.get("version"));
    return rollback.call(args, FolderToolContext.writing(root, "undo")).output();
  }

  private static ObjectNode args(String content) {
    ObjectNode args = JsonNodeFactory.instance.objectNode().put("dest", "kb").put("name", "report");
    args.putArray("files").addObject().put("name", "a.txt").put("content", content);
    return args;
  }

  private Path current() {
    return root.resolve("kb/report/current/a.txt");
  }

  private java.util.List<Path> versions() throws Exception {
    try (var list = Files.list(root.resolve("kb/report/versions"))) {
      return list.toList();
    }
  }
}
