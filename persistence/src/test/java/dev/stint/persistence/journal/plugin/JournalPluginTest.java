package dev.stint.persistence.journal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.FencedWriterException;
import dev.stint.persistence.journal.store.Payload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalPluginTest {
  @TempDir Path dir;
  private ActorTestKit kit;

  /** The plugins over the store of this test. */
  Config stint() {
    return JournalConfig.system(dir);
  }

  @BeforeEach
  void start() {
    kit = ActorTestKit.create(stint());
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private void restart() {
    stop();
    start();
  }

  private StintJournal journal() {
    return StintJournal.of(kit.system());
  }

  @Test
  void shouldRecoverEveryActorAfterRestart() {
    var one = Notebook.in(kit, "1");
    var two = Notebook.in(kit, "2");
    Notebook.note(kit, one, new Noted("a"));
    Notebook.note(kit, two, "plain text");
    Notebook.note(kit, one, new Noted("ü \"b\""));

    restart();

    assertThat(Notebook.read(kit, Notebook.in(kit, "1"))).containsExactly("a", "ü \"b\"");
    assertThat(Notebook.read(kit, Notebook.in(kit, "2"))).containsExactly("plain text");
  }

  @Test
  void shouldKeepJsonEventsReadableAndChained() {
    var notebook = Notebook.in(kit, "1");
    Notebook.note(kit, notebook, new Noted("a"));
    Notebook.note(kit, notebook, new Noted("b"));

    List<RecordedHeader> history = journal().history("Notebook|1", 1, 10);

    assertThat(history).extracting(RecordedHeader::type).containsOnly("noted");
    assertThat(history).extracting(RecordedHeader::by).containsOnly("ann");
    assertThat(history)
        .extracting(header -> new String(header.data(), StandardCharsets.UTF_8))
        .containsExactly("{\"text\":\"a\"}", "{\"text\":\"b\"}");
    assertThat(history.getLast().prev()).isEqualTo(history.getFirst().hash());
    assertThat(journal().history("Notebook|1", 2, 10)).hasSize(1);
    assertThat(journal().verify("Notebook|1").whole()).isTrue();
    assertThat(journal().verify("Notebook|1").records()).isEqualTo(2);
  }

  @Test
  void shouldStorePayloadsWithTheirEvent() {
    var prompt = new Payload("c0ffee", "a prompt".getBytes(StandardCharsets.UTF_8));
    Notebook.note(kit, Notebook.in(kit, "1"), new Noted("a").with(prompt));

    restart();

    assertThat(journal().payload("Notebook|1", "c0ffee")).hasValue(prompt.bytes());
    assertThat(journal().payload("Notebook|1", "0ther")).isEmpty();
    assertThat(journal().store().payload("Notebook|1", "c0ffee").orElseThrow())
        .startsWith(1)
        .hasSize(1 + 12 + prompt.bytes().length + 16);
  }

  @Test
  void shouldSealEveryPayloadOfAnActorWithOneKey() {
    Notebook.note(kit, Notebook.in(kit, "1"), new Noted("a").with(payload("aa")));
    byte[] key = journal().store().dataKey("Notebook|1").orElseThrow();

    restart();
    Notebook.note(kit, Notebook.in(kit, "1"), new Noted("b").with(payload("bb")));

    assertThat(journal().store().dataKey("Notebook|1")).hasValue(key);
    assertThat(journal().payload("Notebook|1", "aa")).hasValue(payload("aa").bytes());
    assertThat(journal().payload("Notebook|1", "bb")).hasValue(payload("bb").bytes());
  }

  private static Payload payload(String commit) {
    return new Payload(commit, ("the text of " + commit).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldStopTheOwnerWhoseAppendIsRefused() {
    var failures = kit.<Throwable>createTestProbe();
    var first = Notebook.watchedBy(kit, "1", failures.getRef());
    Notebook.note(kit, first, new Noted("a"));
    var second = Notebook.in(kit, "1");
    assertThat(Notebook.read(kit, second)).containsExactly("a");
    Notebook.note(kit, second, new Noted("b"));

    first.tell(new Notebook.Command.Note(new Noted("c"), kit.<Integer>createTestProbe().getRef()));

    assertThat(failures.receiveMessage(Duration.ofSeconds(60)))
        .hasCauseInstanceOf(FencedWriterException.class);
    assertThat(Notebook.note(kit, second, new Noted("d"))).isEqualTo(3);
    assertThat(Notebook.read(kit, Notebook.in(kit, "1"))).containsExactly("a", "b", "d");
    assertThat(journal().history("Notebook|1", 1, 9))
        .extracting(RecordedHeader::epoch)
        .containsExactly(1L, 2L, 2L);
  }

  @Test
  void shouldRejectWhatCannotBeSerializedAndStoreNothing() {
    var notebook = Notebook.in(kit, "1");
    notebook.tell(new Notebook.Command.Note(new Object(), kit.<Integer>createTestProbe().getRef()));

    kit.createTestProbe().expectTerminated(notebook, Duration.ofSeconds(60));

    assertThat(journal().history("Notebook|1", 1, 9)).isEmpty();
    assertThat(Notebook.note(kit, Notebook.in(kit, "2"), new Noted("a"))).isEqualTo(1);
  }
}
