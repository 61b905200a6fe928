package dev.stint.persistence.journal.commit;

import static dev.stint.persistence.journal.Records.append;
import static dev.stint.persistence.journal.Records.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.record.ChainReader;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.DiskFullException;
import dev.stint.persistence.journal.store.FencedWriterException;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.JournalOverloadedException;
import dev.stint.persistence.journal.store.OutcomeUnknownException;
import dev.stint.persistence.journal.store.StoreClosedException;
import dev.stint.persistence.journal.store.StoreFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitterTest {
  private static final CommitSettings SETTINGS = new CommitSettings(8, 1 << 20, 4, 1 << 20, 2);

  @TempDir Path dir;
  private SteeredStore store;
  private final CommitFeed feed = new CommitFeed();
  private GroupCommitter committer;

  @BeforeEach
  void open() {
    store = new SteeredStore(LevelDb.store(JournalConfig.levelDb(dir)));
    committer = new GroupCommitter(store, feed, SETTINGS, Runnable::run);
  }

  @AfterEach
  void close() {
    store.letAll();
    committer.close();
    store.close();
  }

  private void holdOneFlush() {
    committer.submit(request("busy", 1, "w"));
    await().until(store::isHolding);
  }

  private List<RecordedHeader> chain(String pid) {
    List<RecordedHeader> headers = new ArrayList<>();
    new ChainReader(store).read(pid, 1, Long.MAX_VALUE, Long.MAX_VALUE, headers::add);
    return headers;
  }

  @Test
  void shouldFlushEverythingPendingAtOnce() {
    holdOneFlush();
    List<CompletableFuture<Committed>> answers =
        List.of(
            committer.submit(request("a", 1, "w")),
            committer.submit(request("b", 1, "w")),
            committer.submit(request("a", 2, "w")));

    store.letAll();

    assertThat(answers.stream().map(CompletableFuture::join))
        .containsExactly(new Committed(2, 2), new Committed(3, 3), new Committed(4, 4));
    assertThat(store.flushes()).extracting(List::size).containsExactly(1, 3);
    assertThat(chain("a")).hasSize(2);
  }

  @Test
  void shouldNotPassTheBatchLimit() {
    holdOneFlush();
    for (int i = 0; i < 6; i++) committer.submit(request("p" + i, 1, "w"));
    var last = committer.submit(request("p6", 1, "w"));

    store.letAll();
    last.join();

    assertThat(store.flushes()).extracting(List::size).containsExactly(1, 4, 3);
  }

  @Test
  void shouldRefuseAtOnceWhenTheQueueIsFull() {
    holdOneFlush();
    for (int i = 0; i < 8; i++) committer.submit(request("p" + i, 1, "w"));

    var refused = committer.submit(request("late", 1, "w"));

    assertThat(refused)
        .isCompletedExceptionally()
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(JournalOverloadedException.class);
    store.letAll();
    await().until(() -> chain("p7").size() == 1);
    assertThat(store.head("late")).isEqualTo(Head.NONE);
    assertThat(committer.submit(request("late", 1, "w")).join()).isNotNull();
  }

  @Test
  void shouldRefuseStaleOwnerAndServeTheOther() {
    store.letAll();
    committer.submit(request("a", 1, "old")).join();
    committer.submit(request("a", 2, "new")).join();

    var stale = committer.submit(request("a", 2, "old"));

    assertThat(stale.handle((done, e) -> e).join())
        .isInstanceOf(FencedWriterException.class)
        .hasMessageContaining("event 2 of a was refused, the journal expects 3");
    assertThat(committer.submit(request("a", 3, "new")).join()).isEqualTo(new Committed(3, 3));
  }

  @Test
  void shouldRaiseTheEpochWheneverTheOwnerChanges() {
    store.letAll();
    String[] owners = {"x", "x", "y", "x"};
    for (int seq = 1; seq <= owners.length; seq++) {
      committer.submit(request("a", seq, owners[seq - 1])).join();
      committer.submit(request("b" + seq, 1, "z")).join(); // two heads are cached: "a" is forgotten
      committer.submit(request("c" + seq, 1, "z")).join();
    }

    assertThat(chain("a")).extracting(RecordedHeader::epoch).containsExactly(1L, 1L, 2L, 3L);
  }

  @Test
  void shouldAcceptWhatAnotherNodeLeftBehindItsBack() {
    store.letAll();
    committer.submit(request("a", 1, "w")).join();
    var elsewhere = append("a", store.head("a"), 2);
    store.real().append(List.of(elsewhere));

    var stale = committer.submit(request("a", 2, "w"));
    var fresh = committer.submit(request("a", 4, "w"));

    assertThat(stale.handle((done, e) -> e).join()).isInstanceOf(FencedWriterException.class);
    assertThat(fresh.join()).isEqualTo(new Committed(4, 4));
    assertThat(chain("a")).hasSize(4);
  }

  @Test
  void shouldResumeWhenSpaceIsBack() {
    store.letAll();
    store.onFlush(batch -> {
      throw new DiskFullException("here", 1, 2);
    });
    var refused = committer.submit(request("a", 1, "w"));
    assertThat(refused.handle((done, e) -> e).join()).isInstanceOf(DiskFullException.class);

    store.onFlush(store.real()::append);

    assertThat(committer.submit(request("a", 1, "w")).join()).isEqualTo(new Committed(1, 1));
  }

  @Test
  void shouldReadBackWhenTheStoreDidNotAnswer() {
    store.letAll();
    store.onFlush(batch -> {
      store.real().append(batch.stream().filter(a -> a.persistenceId().equals("a")).toList());
      throw new OutcomeUnknownException("the connection broke", new RuntimeException());
    });

    var stored = committer.submit(request("a", 1, "w"));
    var lost = committer.submit(request("b", 1, "w"));

    assertThat(stored.join()).isEqualTo(new Committed(1, 1));
    assertThat(lost.handle((done, e) -> e).join()).isInstanceOf(OutcomeUnknownException.class);
    store.onFlush(store.real()::append);
    assertThat(committer.submit(request("a", 2, "w")).join()).isEqualTo(new Committed(2, 2));
    assertThat(committer.submit(request("b", 1, "w")).join()).isEqualTo(new Committed(3, 3));
  }

  @Test
  void shouldOutliveAnyFaultOfTheStore() {
    store.letAll();
    store.onFlush(batch -> {
      throw new StoreFailedException("broken", new RuntimeException());
    });
    assertThat(committer.submit(request("a", 1, "w")).handle((done, e) -> e).join())
        .isInstanceOf(StoreFailedException.class);

    store.onFlush(store.real()::append);

    assertThat(committer.submit(request("a", 1, "w")).join()).isEqualTo(new Committed(1, 1));
  }

  @Test
  void shouldAnnounceACommitBeforeAnsweringIt() {
    List<Long> announced = new CopyOnWriteArrayList<>();
    feed.onCommit(last -> {
      throw new IllegalStateException("a listener that fails");
    });
    var subscription = feed.onCommit(announced::add);
    store.letAll();

    committer.submit(request("a", 1, "w")).join();
    assertThat(announced).containsExactly(1L);
    subscription.close();
    committer.submit(request("a", 2, "w")).join();

    assertThat(announced).containsExactly(1L);
  }

  @Test
  void shouldFinishWhatWaitsWhenClosed() {
    holdOneFlush();
    var waiting = committer.submit(request("a", 1, "w"));
    store.letAll();

    committer.close();

    assertThat(waiting).isCompleted();
    assertThat(committer.submit(request("a", 2, "w")).handle((done, e) -> e).join())
        .isInstanceOf(StoreClosedException.class);
  }

  private GroupCommitter answering(Executor executor) {
    committer.close();
    store.pretendToBeRemote();
    committer = new GroupCommitter(store, feed, SETTINGS, executor);
    store.letAll();
    return committer;
  }

  @Test
  void shouldGiveTheAnswersOfABatchTogetherWhereItIsTold() {
    // given answers that nobody gives yet
    Queue<Runnable> given = new ConcurrentLinkedQueue<>();
    committer.close();
    store.pretendToBeRemote();
    committer = new GroupCommitter(store, feed, SETTINGS, given::add);
    holdOneFlush();
    var a = committer.submit(request("a", 1, "w"));
    var b = committer.submit(request("b", 1, "w"));
    store.letAll();
    await().until(() -> given.size() == 2); // of the batch that was held, and of the next
    assertThat(chain("b")).hasSize(1);
    assertThat(a).isNotDone();
    // when
    given.forEach(Runnable::run);
    // then
    assertThat(a.join()).isEqualTo(new Committed(2, 2));
    assertThat(b.join()).isEqualTo(new Committed(3, 3));
  }

  @Test
  void shouldAnswerByItselfWhereTheStoreIsInThisProcess() {
    committer.close();
    committer = new GroupCommitter(store, feed, SETTINGS, _ -> {});
    store.letAll();

    var answer = committer.submit(request("a", 1, "w"));

    await().until(answer::isDone);
    assertThat(answer.join()).isEqualTo(new Committed(1, 1));
  }

  @Test
  void shouldAnswerByItselfWhenNobodyElseWillAnyMore() {
    var committer =
        answering(answers -> {
          throw new RejectedExecutionException("ends already");
        });

    assertThat(committer.submit(request("a", 1, "w")).join()).isEqualTo(new Committed(1, 1));
  }

  @Test
  void shouldGoOnWhileAnswersAreStillUnderWay() {
    var committer = answering(_ -> {});
    var first = committer.submit(request("a", 1, "w"));

    committer.submit(request("a", 2, "w"));

    await().until(() -> store.head("a").seq() == 2);
    assertThat(first).isNotDone();
  }
}
