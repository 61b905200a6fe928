package dev.stint.persistence.care;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.codec.EventSamples;
import dev.stint.persistence.event.DomainEvent;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.journal.payload.MasterKeySource;
import dev.stint.persistence.journal.payload.MasterKeys;
import dev.stint.persistence.journal.payload.PayloadCipher;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.NewRecord;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Runs as the journal keeps them, written through the port: sealed payloads, a job, snapshots. */
final class SampleStore {
  static final MasterKeys MASTERS =
      MasterKeySource.read(
          ConfigFactory.parseMap(Map.of("key", "env:K", "dir", "unused")),
          name -> Optional.of("5a".repeat(32)));

  private static final Instant AT = Instant.parse("2026-06-17T08:30:00.123Z");
  private static final UnitId UNIT = UnitId.of("publish");

  private final EventStore store;
  private final PayloadCipher cipher;

  private SampleStore(EventStore store) {
    this.store = store;
    this.cipher = new PayloadCipher(store, MASTERS, 100);
  }

  static void fill(EventStore store, int runs) {
    var sample = new SampleStore(store);
    Payload bundle = payload("the files of the job");
    sample.write(
        "job|report",
        new JobEvent.Published("report", "1.4.0", "d0", bundle.commit(), true),
        bundle);
    for (int run = 0; run < runs; run++) sample.run("run|run-2026-06-17-legal-0000000" + run);
  }

  private static Payload payload(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private void run(String id) {
    Payload inputs = payload("{\"month\":\"2026-05\"}");
    Payload args = payload("{\"to\":\"board\"}");
    Payload output = payload("{\"receipt\":17}");
    write(id, submitted(inputs.commit()), inputs);
    write(id, new RunEvent.Started());
    write(
        id,
        new StepEvent.AttemptStarted(
            UNIT,
            1,
            "lease",
            id + "/publish",
            args.commit(),
            "h",
            0,
            Verdict.allow("tools.allow", "p0"),
            Optional.empty(),
            Map.of(),
            Optional.empty()),
        args);
    write(
        id,
        new StepEvent.AttemptSucceeded(
            UNIT, "lease", output.commit(), 3, 12, List.of(), Map.of(), Optional.empty()),
        output);
    store.saveSnapshot(new StoredSnapshot(id, 2, AT.toEpochMilli(), snapshot()));
    store.deleteTo(id, 1);
  }

  static RunEvent.Submitted submitted(String inputs) {
    var sample = (RunEvent.Submitted) EventSamples.all().getFirst();
    return new RunEvent.Submitted(
        sample.run(),
        sample.job(),
        sample.plan(),
        inputs,
        sample.owner(),
        sample.department(),
        sample.labels(),
        sample.priority(),
        sample.budget(),
        sample.policyHash(),
        sample.request(),
        sample.dryRun(),
        sample.development(),
        Optional.empty(),
        Optional.empty());
  }

  private static byte[] snapshot() {
    byte[] bytes = ByteBuffer.allocate(60).putInt(0).put((byte) 1).putInt(7).putInt(0).array();
    var crc = new CRC32C();
    crc.update(bytes, 4, bytes.length - 4);
    return ByteBuffer.wrap(bytes).putInt(0, (int) crc.getValue()).array();
  }

  void write(String id, DomainEvent event, Payload... payloads) {
    Head head = store.head(id);
    List<dev.stint.persistence.journal.store.Payload> plain = new ArrayList<>();
    for (Payload p : payloads) {
      plain.add(new dev.stint.persistence.journal.store.Payload(p.commit(), p.bytes()));
    }
    PayloadCipher.Sealed sealed = cipher.seal(id, head.seq() + 1, plain);
    var facts =
        new EventFacts(
            id,
            head.seq() + 1,
            AT,
            "user:ann",
            EventCodec.write(event),
            1_970_061_701,
            EventNames.of(event),
            "",
            "writer-1");
    NewRecord record = RecordDraft.of(facts, Optional.empty()).seal(1, head.hash());
    store.append(
        List.of(
            new Append(
                id,
                head.seq() + 1,
                head.hash(),
                List.of(record),
                sealed.payloads(),
                sealed.dataKey())));
    sealed.dataKey().ifPresent(_ -> cipher.settled(id, true));
  }

  /** As {@link #fill}, for more events of one history. */
  static void add(EventStore store, String id, DomainEvent event) {
    new SampleStore(store).write(id, event);
  }
}
