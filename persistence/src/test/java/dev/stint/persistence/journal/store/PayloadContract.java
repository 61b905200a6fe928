package dev.stint.persistence.journal.store;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises about payloads and their keys; part of {@link EventStoreContract}. */
public abstract class PayloadContract {
  protected EventStore store;

  /** Opens the store of this test; opening again after closing finds what was written. */
  protected abstract EventStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  void reopen() {
    store.close();
    store = open();
  }

  protected List<StoredRecord> read(String pid, long from, long to, long limit) {
    List<StoredRecord> found = new ArrayList<>();
    long count = store.read(pid, from, to, limit, found::add);
    assertThat(count).isEqualTo(found.size());
    return found;
  }

  @Test
  void shouldKeepPayloadsOfTheirPersistenceIdOnly() {
    var prompt = new Payload("c0ffee", new byte[] {1, 2, 3});
    store.append(List.of(append("run-1", Head.NONE, 1, prompt)));
    reopen();

    assertThat(store.payload("run-1", "c0ffee")).hasValue(prompt.bytes());
    assertThat(store.payload("run-1", "other")).isEmpty();
    assertThat(store.payload("run-2", "c0ffee")).isEmpty();
  }

  @Test
  void shouldNotStorePayloadsOfARefusedAppend() {
    store.append(List.of(append("run-1", Head.NONE, 1)));

    store.append(List.of(append("run-1", Head.NONE, 1, new Payload("c0ffee", new byte[1]))));

    assertThat(store.payload("run-1", "c0ffee")).isEmpty();
  }

  private static Append withKey(Append append, byte... key) {
    return new Append(
        append.persistenceId(),
        append.firstSeq(),
        append.prev(),
        append.records(),
        append.payloads(),
        Optional.of(key));
  }

  private List<Payload> payloads(String pid) {
    List<Payload> found = new ArrayList<>();
    store.payloads(pid, found::add);
    return found;
  }

  @Test
  void shouldKeepDataKeyOfAnAcceptedAppendOnly() {
    Append first = append("run-1", Head.NONE, 1, new Payload("c0ffee", new byte[] {7}));
    store.append(List.of(withKey(first, (byte) 1, (byte) 2)));
    store.append(List.of(withKey(append("run-1", Head.NONE, 1), (byte) 3)));
    store.append(List.of(append("run-1", first.head(), 1)));
    reopen();

    assertThat(store.dataKey("run-1")).hasValue(new byte[] {1, 2});
    assertThat(store.dataKey("run-2")).isEmpty();
  }

  @Test
  void shouldHandOverAllPayloadsOfOnePersistenceId() {
    var one = new Payload("aa", new byte[] {1});
    var two = new Payload("bb", new byte[] {2});
    store.append(
        List.of(
            append("run-1", Head.NONE, 1, one, two),
            append("run-10", Head.NONE, 1, new Payload("cc", new byte[] {3}))));

    assertThat(payloads("run-1"))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrder(one, two);
    assertThat(payloads("run-2")).isEmpty();
  }

  @Test
  void shouldEraseSomePayloadsAndKeepTheKeyAndTheOthers() {
    Append first =
        append(
            "run-1",
            Head.NONE,
            2,
            new Payload("aa", new byte[] {1}),
            new Payload("bb", new byte[] {2}),
            new Payload("cc", new byte[] {3}));
    Append other = append("run-10", Head.NONE, 1, new Payload("aa", new byte[] {4}));
    store.append(List.of(withKey(first, (byte) 1), withKey(other, (byte) 2)));

    store.erasePayloads("run-1", List.of("cc", "aa", "never there"));
    store.erasePayloads("run-1", List.of("cc", "aa"));
    store.erasePayloads("run-1", List.of());
    reopen();

    assertThat(payloads("run-1")).extracting(Payload::commit).containsExactly("bb");
    assertThat(store.payload("run-1", "aa")).isEmpty();
    assertThat(store.dataKey("run-1")).hasValue(new byte[] {1});
    assertThat(payloads("run-10")).hasSize(1);
    assertThat(read("run-1", 1, 9, 9)).hasSize(2);
  }

  @Test
  void shouldEraseKeyAndPayloadsAndKeepTheChain() {
    Append first = append("run-1", Head.NONE, 2, new Payload("aa", new byte[] {1}));
    Append other = append("run-10", Head.NONE, 1, new Payload("aa", new byte[] {2}));
    store.append(List.of(withKey(first, (byte) 1), withKey(other, (byte) 2)));

    store.erase("run-1");
    store.erase("run-1");
    reopen();

    assertThat(store.dataKey("run-1")).isEmpty();
    assertThat(store.payload("run-1", "aa")).isEmpty();
    assertThat(payloads("run-1")).isEmpty();
    assertThat(read("run-1", 1, 9, 9)).hasSize(2);
    assertThat(store.head("run-1")).usingRecursiveComparison().isEqualTo(first.head());
    assertThat(store.dataKey("run-10")).hasValue(new byte[] {2});
    assertThat(payloads("run-10")).hasSize(1);
    assertThat(store.append(List.of(append("run-1", first.head(), 1))))
        .hasOnlyElementsOfType(AppendResult.Accepted.class);
  }

  @Test
  void shouldReplaceTheKeysThatAreStillWhatTheyWere() {
    Append first = append("run-1", Head.NONE, 1, new Payload("aa", new byte[] {1}));
    Append second = append("run-2", Head.NONE, 1, new Payload("aa", new byte[] {2}));
    store.append(List.of(withKey(first, (byte) 1), withKey(second, (byte) 2)));

    int replaced =
        store.rewrap(
            List.of(
                new KeyChange("run-1", new byte[] {1}, new byte[] {11}),
                new KeyChange("run-2", new byte[] {9}, new byte[] {12}),
                new KeyChange("run-3", new byte[] {3}, new byte[] {13})));
    reopen();

    assertThat(replaced).isEqualTo(1);
    assertThat(store.dataKey("run-1")).hasValue(new byte[] {11});
    assertThat(store.dataKey("run-2")).hasValue(new byte[] {2});
    assertThat(store.dataKey("run-3")).isEmpty();
    assertThat(payloads("run-1")).hasSize(1);
  }
}
