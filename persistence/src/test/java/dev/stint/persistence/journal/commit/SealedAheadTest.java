package dev.stint.persistence.journal.commit;

import static dev.stint.persistence.journal.Records.append;
import static dev.stint.persistence.journal.Records.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that were sealed when they came, some of them onto what is not the end any more. */
class SealedAheadTest {
  @TempDir Path dir;
  private EventStore store;
  private ChainEnds ends;

  @BeforeEach
  void open() {
    store = LevelDb.store(JournalConfig.levelDb(dir));
    store.append(List.of(append("a", Head.NONE, 2)));
    ends = new ChainEnds(store, 10);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Either way the batch holds what sealing onto the present end gives. */
  private boolean isTaken(CommitRequest request, ChainEnd onto) {
    var pending = new Pending(request, SealedAhead.of(request, onto));
    assertThat(pending.ahead()).isPresent();
    var batch = new CommitBatch(ends, 1);
    batch.add(pending);
    Append append = batch.appends().getFirst();
    assertThat(append).usingRecursiveComparison().isEqualTo(ends.of("a").seal(request));
    return pending.ahead().orElseThrow().append() == append;
  }

  @Test
  void shouldTakeWhatWasSealedOntoTheEnd() {
    assertThat(isTaken(request("a", 3, "w"), ends.of("a"))).isTrue();
  }

  @Test
  void shouldSealAnewWhatWasSealedOntoAnotherHash() {
    var other = new ChainEnd(new Head(2, new byte[32]), 1, "writer-1");
    assertThat(isTaken(request("a", 3, "w"), other)).isFalse();
  }

  @Test
  void shouldSealAnewWhatWasSealedInAnotherEpoch() {
    var other = new ChainEnd(ends.of("a").head(), 7, "writer-1");
    assertThat(isTaken(request("a", 3, "w"), other)).isFalse();
  }

  @Test
  void shouldSealAnewWhenTheEndWasReadAgain() {
    ChainEnd before = ends.of("a");
    ends.forget("a");
    assertThat(isTaken(request("a", 3, "w"), before)).isFalse();
  }

  @Test
  void shouldNotSealAheadWhatContinuesNoKnownEnd() {
    assertThat(SealedAhead.of(request("a", 4, "w"), ends.of("a"))).isEmpty();
    assertThat(ends.known("b")).isEmpty();
  }

  private Pending prepared(Optional<Executor> others) {
    var committer = new BatchCommitter(store, new CommitFeed(), 10, others);
    committer.commitAll(List.of(request("a", 3, "w"))).forEach(CompletableFuture::join);
    return committer.prepare(request("a", 4, "w"));
  }

  @Test
  void shouldSealAheadToSpareTheThreadThatCommits() {
    assertThat(prepared(Optional.of(Runnable::run)).ahead()).isPresent();
  }

  @Test
  void shouldNotSealAheadWhenTheThreadThatCommitsIsNotToBeSpared() {
    assertThat(prepared(Optional.empty()).ahead()).isEmpty();
  }
}
