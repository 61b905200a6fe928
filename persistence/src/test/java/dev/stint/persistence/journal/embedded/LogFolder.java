package dev.stint.persistence.journal.embedded;

import static dev.stint.persistence.journal.Records.append;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Folders with a log, for tests that copy them, harm them and open them again. */
final class LogFolder {
  static final Payload PAYLOAD = new Payload("aa", new byte[40]);

  private LogFolder() {}

  static EmbeddedEventStore open(Path folder) {
    return LevelDb.store(JournalConfig.levelDb(folder));
  }

  static Append run(int number) {
    Append append = append("run-" + number, Head.NONE, 2, PAYLOAD);
    return new Append(
        append.persistenceId(),
        1,
        append.prev(),
        append.records(),
        append.payloads(),
        Optional.of(new byte[] {9}));
  }

  static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) Files.copy(file, to.resolve(from.relativize(file)));
    }
  }

  /** Its first file. */
  static Path log(Path folder) {
    return folder.resolve("log/0000000000000000.log");
  }

  static List<Long> offsets(EmbeddedEventStore store) {
    return store.tail(0, 100).stream().map(StoredRecord::offset).toList();
  }

  static List<Long> seqs(EmbeddedEventStore store, String pid) {
    List<Long> seqs = new ArrayList<>();
    store.read(pid, 1, Long.MAX_VALUE, Long.MAX_VALUE, record -> seqs.add(record.seq()));
    return seqs;
  }
}
