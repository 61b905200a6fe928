package dev.stint.persistence.journal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.journal.Records;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.NewRecord;
import dev.stint.persistence.journal.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
  private static final byte[] PREV =
      HexFormat.of().parseHex("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");

  private static String header(NewRecord record) {
    return new String(record.bytes(), 4, record.bytes().length - 4, StandardCharsets.UTF_8);
  }

  private static RecordedHeader read(String pid, long seq, byte[] bytes) {
    return RecordReader.read(new StoredRecord(9, pid, seq, bytes));
  }

  @Test
  void shouldWriteTheseBytesForEver() {
    NewRecord record = Records.draft("run|1", 7, "w-1").seal(2, PREV);

    assertThat(header(record))
        .isEqualTo(
            """
            {"at":"2026-06-17T08:30:00.123Z","by":"ann","data":{"n":7},"epoch":2,"pid":"run|1",\
            "prev":"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",\
            "seq":7,"ser":4711,"type":"step-started","v":1,"writer":"w-1"}\
            """);
    assertThat(HexFormat.of().formatHex(record.bytes(), 0, 4)).isEqualTo("9d0d8e19");
    assertThat(HexFormat.of().formatHex(record.hash()))
        .isEqualTo("7a142be72dafb07a30a4f3ea6ff6f8163a26d6ee514ba81183ef6426b1895870");
  }

  @Test
  void shouldWriteFirstRecordWithEmptyPrevAndAdapterOnlyWhenThereIsOne() {
    var facts = new EventFacts("p", 1, Instant.EPOCH, "", bytes("\"x\""), -3, "", "v2", "w");

    assertThat(header(RecordDraft.of(facts).seal(1, new byte[0])))
        .isEqualTo(
            """
            {"adapter":"v2","at":"1970-01-01T00:00:00.000Z","by":"","data":"x","epoch":1,"pid":"p",\
            "prev":"","seq":1,"ser":-3,"type":"","v":1,"writer":"w"}\
            """);
  }

  @Property(tries = 300)
  void shouldWriteCanonicalJsonAndReadItBack(
      @ForAll String pid,
      @ForAll String by,
      @ForAll String data,
      @ForAll @LongRange(min = 1, max = 1L << 53) long seq,
      @ForAll @LongRange(max = 253402300799999L) long millis,
      @ForAll int serializer,
      @ForAll @IntRange(min = 1, max = 9) int epoch) {
    var encoder = StandardCharsets.UTF_8.newEncoder();
    if (!encoder.canEncode(pid) || !encoder.canEncode(by) || !encoder.canEncode(data)) return;
    byte[] json = CanonicalJson.bytes(Json.parse("{\"a\":[1,2.5," + quoted(data) + "]}"));
    var at = Instant.ofEpochMilli(millis);
    var facts = new EventFacts(pid, seq, at, by, json, serializer, data, by, pid);

    NewRecord record = RecordDraft.of(facts).seal(epoch, PREV);

    assertThat(CanonicalJson.text(Json.parse(header(record)))).isEqualTo(header(record));
    RecordedHeader back = read(pid, seq, record.bytes());
    assertThat(back)
        .usingRecursiveComparison()
        .isEqualTo(
            new RecordedHeader(
                9,
                pid,
                seq,
                at,
                by,
                data,
                serializer,
                json,
                by,
                epoch,
                pid,
                HexFormat.of().formatHex(PREV),
                HexFormat.of().formatHex(record.hash()),
                Arrays.copyOfRange(record.bytes(), 4, record.bytes().length)));
  }

  @Test
  void shouldSliceEveryKindOfData() {
    for (String data : new String[] {"1", "-0.5", "true", "null", "\"a,\"", "[]", "{\"b\":[1]}"}) {
      var facts = new EventFacts("p", 1, Records.AT, "", bytes(data), 1, "t", "", "w");
      byte[] stored = RecordDraft.of(facts).seal(1, PREV).bytes();
      assertThat(new String(read("p", 1, stored).data(), StandardCharsets.UTF_8)).isEqualTo(data);
    }
  }

  @Test
  void shouldRefuseEverySingleFlippedBit() {
    byte[] good = Records.draft("p", 1, "w").seal(1, PREV).bytes();
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> read("p", 1, bad)).isInstanceOf(DamagedRecordException.class);
    }
  }

  @Test
  void shouldRefuseRecordUnderAnotherKeyOrCutShort() {
    byte[] good = Records.draft("p", 1, "w").seal(1, PREV).bytes();

    assertThatThrownBy(() -> read("q", 1, good)).hasMessageContaining("found record 1 of p");
    assertThatThrownBy(() -> read("p", 2, good)).hasMessageContaining("found record 1 of p");
    assertThatThrownBy(() -> read("p", 1, Arrays.copyOf(good, 3))).hasMessageContaining("3 bytes");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    return CanonicalJson.text(com.fasterxml.jackson.databind.node.TextNode.valueOf(text));
  }
}
