package dev.stint.runtime.memory;

import dev.stint.config.json.Json;
import dev.stint.persistence.event.MemoryEvent;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.journal.StintJournal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** The memories of all scopes. Thread-safe. */
public final class Memories implements MemoryAccess {
  /** The sharded entity type of memories. */
  public static final EntityTypeKey<MemoryCommand> KEY =
      EntityTypeKey.create(MemoryCommand.class, "memory");

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String PREFIX = MemoryEvent.persistenceId("");
  private static final int PAGE = 500;

  private final ClusterSharding sharding;
  private final StintJournal journal;

  public Memories(ClusterSharding sharding, StintJournal journal) {
    this.sharding = sharding;
    this.journal = journal;
  }

  @Override
  public CompletionStage<MemoryReply> ask(
      MemoryScope scope, Function<ActorRef<MemoryReply>, MemoryCommand> command) {
    return sharding.entityRefFor(KEY, scope.text()).ask(command::apply, PATIENCE);
  }

  /** Every scope that ever remembered something, in order. */
  public List<MemoryScope> scopes() {
    List<MemoryScope> scopes = new ArrayList<>();
    String after = PREFIX;
    while (true) {
      List<String> page = journal.store().persistenceIds(after, PAGE);
      for (String id : page) {
        if (!id.startsWith(PREFIX)) return scopes;
        scopes.add(MemoryScope.parse(id.substring(PREFIX.length())));
      }
      if (page.isEmpty()) return scopes;
      after = page.getLast();
    }
  }

  @Override
  public Optional<String> text(MemoryScope scope, Fact fact) {
    String commit = fact.remembered().content();
    return journal
        .payload(MemoryEvent.persistenceId(scope.text()), commit)
        .map(bytes -> new Payload(commit, bytes))
        .filter(Payload::intact)
        .map(payload -> Json.parse(new String(payload.body(), StandardCharsets.UTF_8)).asText());
  }
}
