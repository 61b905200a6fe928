package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.log.CommitLog.NumberedRecord;
import dev.stint.persistence.journal.log.DetachedFrame;
import dev.stint.persistence.journal.store.DamagedRecord;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads records out of frames. Thread-safe. */
final class FrameTable {
  private static final String SLICES =
      """
      select substring(f.bytes from p.at + 1 for p.len)
      from unnest(?::bigint[], ?::integer[], ?::integer[]) with ordinality as p (frame, at, len, n)
      left join frames f on f.first_offset = p.frame
      order by p.n\
      """;

  /** The counter is of the same instant: frames up to it are visible, or they are gone. */
  private static final String AFTER =
      """
      select c.last_offset, f.first_offset, f.last_offset, f.bytes
      from commit_counter c left join lateral (
        select first_offset, last_offset, bytes,
          sum(octet_length(bytes)) over (order by first_offset) - octet_length(bytes) as before
        from frames
        where first_offset <= ? and first_offset >= coalesce(
          (select max(first_offset) from frames where first_offset <= ?), 0)) f
        on f.before < 4194304
      order by f.first_offset\
      """;

  private final Connections connections;
  private final String where;

  FrameTable(Connections connections, String where) {
    this.connections = connections;
    this.where = where;
  }

  /** Records of one history, of which the first has the number {@code firstSeq}. */
  List<StoredRecord> records(String pid, long firstSeq, List<FramePlace> places) {
    return connections.with(
        "read",
        connection -> {
          var columns = new Columns("bigint", "integer", "integer");
          places.forEach(place -> columns.add(place.frame(), place.at(), place.length()));
          try (PreparedStatement select = connection.prepareStatement(SLICES)) {
            columns.bind(select, 1);
            return records(pid, firstSeq, places, select);
          }
        });
  }

  private List<StoredRecord> records(
      String pid, long firstSeq, List<FramePlace> places, PreparedStatement select)
      throws SQLException {
    List<StoredRecord> records = new ArrayList<>(places.size());
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long seq = firstSeq + records.size();
        Optional<byte[]> found = Optional.ofNullable(rows.getBytes(1));
        if (found.isEmpty()) throw gone(places.get(records.size()));
        NumberedRecord record =
            DetachedFrame.record(found.get()).orElseThrow(() -> damaged(pid, seq));
        records.add(new StoredRecord(record.offset(), pid, seq, record.bytes()));
      }
    }
    return records;
  }

  /** How many records the frame had is not known any more. */
  private LostCommitsException gone(FramePlace place) {
    return LostCommitsException.inDatabase(where, place.frame(), place.frame());
  }

  private static DamagedRecordException damaged(String pid, long seq) {
    return new DamagedRecordException(new DamagedRecord(pid, seq, "a record", "other bytes"));
  }

  /** Records in commit order, and where the counter stood. */
  record Page(long counter, List<StoredRecord> records) {}

  /** Commits from {@code first} on, some of those up to {@code last}. */
  Page from(long first, long last) {
    return connections.with(
        "read",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(AFTER)) {
            select.setLong(1, last);
            select.setLong(2, first);
            return page(first, last, select);
          }
        });
  }

  private static Page page(long first, long last, PreparedStatement select) throws SQLException {
    long counter = 0;
    List<StoredRecord> records = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        counter = rows.getLong(1);
        long frame = rows.getLong(2);
        if (rows.wasNull()) break;
        DetachedFrame.read(frame, rows.getLong(3), rows.getBytes(4)).records().stream()
            .filter(record -> first <= record.offset() && record.offset() <= last)
            .forEach(records::add);
      }
    }
    return new Page(counter, records);
  }
}
