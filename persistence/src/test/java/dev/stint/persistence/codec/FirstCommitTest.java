package dev.stint.persistence.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.config.json.Json;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.FencedWriterException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstCommitTest {
  private static final Instant AT = Instant.parse("2026-06-17T06:00:00.123Z");
  private static final byte[] BODY = "{\"topic\":\"tea\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path dir;
  private ActorTestKit kit;
  private StintJournal journal;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create(JournalConfig.system(dir));
    journal = StintJournal.of(kit.system());
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** Two events of one batch; the first brings a payload. */
  private static List<Recorded> events(Payload payload) {
    return List.of(
        new Recorded(AT, "user:ann \"a\"", SubmittedSamples.agent(), List.of(payload)),
        Recorded.of(AT, "system", new RunEvent.Started()));
  }

  private void write(String id, List<Recorded> events) {
    journal.commit(FirstCommit.of(id, "owner-1", events, journal.cipher())).join();
  }

  /** Persists a batch as an actor does. */
  private static final class Writer extends EventSourcedBehavior<Writer.Write, Recorded, Integer> {
    record Write(List<Recorded> events, ActorRef<Done> replyTo) {}

    Writer(String id) {
      super(PersistenceId.ofUniqueId(id));
    }

    @Override
    public Integer emptyState() {
      return 0;
    }

    @Override
    public CommandHandler<Write, Recorded, Integer> commandHandler() {
      return (_, write) ->
          Effect().persist(write.events()).thenRun(_ -> write.replyTo().tell(Done.getInstance()));
    }

    @Override
    public EventHandler<Integer, Recorded> eventHandler() {
      return (count, _) -> count + 1;
    }
  }

  private void persist(String id, List<Recorded> events) {
    var probe = kit.<Done>createTestProbe();
    kit.spawn(new Writer(id)).tell(new Writer.Write(events, probe.getRef()));
    probe.receiveMessage(Duration.ofSeconds(20));
  }

  /** The record without what differs between two owners and two ids. */
  private static String comparable(RecordedHeader header) throws Exception {
    var json = (com.fasterxml.jackson.databind.node.ObjectNode) Json.parse(text(header.json()));
    assertThat(json.path("writer").asText()).isNotEmpty();
    return json.without(List.of("writer", "pid", "prev")).toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void shouldWriteTheRecordsThatAnActorWouldWrite() throws Exception {
    List<Recorded> events = events(Payload.of(BODY));
    persist("run|actor", events);
    write("run|direct", events);

    List<RecordedHeader> actor = journal.history("run|actor", 1, 10);
    List<RecordedHeader> direct = journal.history("run|direct", 1, 10);

    assertThat(direct).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(comparable(direct.get(i))).isEqualTo(comparable(actor.get(i)));
    }
    assertThat(journal.verify("run|direct").whole()).isTrue();
  }

  @Test
  void shouldSealThePayloadsThatComeWithTheEvents() {
    Payload payload = Payload.of(BODY);
    write("run|direct", events(payload));

    assertThat(journal.payload("run|direct", payload.commit())).hasValue(payload.bytes());
    assertThat(text(journal.store().payload("run|direct", payload.commit()).orElseThrow()))
        .doesNotContain("tea");
  }

  @Test
  void shouldBeRefusedWhereThereIsARecordAlready() {
    persist("run|actor", events(Payload.of(BODY)));

    assertThatThrownBy(() -> write("run|actor", events(Payload.of(BODY))))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(FencedWriterException.class);
    assertThat(journal.history("run|actor", 1, 10)).hasSize(2);
  }

  @Test
  void shouldLetAnActorGoOnAsAnotherOwner() {
    write("run|direct", events(Payload.of(BODY)));
    persist("run|direct", List.of(Recorded.of(AT, "system", new RunEvent.Started())));

    List<RecordedHeader> history = journal.history("run|direct", 1, 10);
    assertThat(history).extracting(RecordedHeader::epoch).containsExactly(1L, 1L, 2L);
    assertThat(journal.verify("run|direct").whole()).isTrue();
  }
}
