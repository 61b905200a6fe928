package dev.stint.persistence.journal.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick way of reading a header, beside the JSON parser. */
class HeaderScanTest {
  private static final byte[] PREV = HexFormat.of().parseHex("ab".repeat(32));
  private static final String DATA = "{\"a\":[1,{\"b\":\"}\\\"]\\\\\"}],\"c\":\"é\"}";

  private static byte[] header(String by, String adapter, int serializer) {
    var at = Instant.parse("2026-06-17T08:30:00.123Z");
    byte[] data = DATA.getBytes(StandardCharsets.UTF_8);
    var facts = new EventFacts("run|1", 7, at, by, data, serializer, "step.done", adapter, "w-1");
    byte[] record = RecordDraft.of(facts).seal(2, PREV).bytes();
    return Arrays.copyOfRange(record, RecordFormat.CRC_BYTES, record.length);
  }

  private static Optional<String> scanned(byte[] header) {
    try {
      HeaderFields fields = HeaderFields.blank();
      return new HeaderScan(header, 0).fill(fields) ? Optional.of(told(fields)) : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.of("no time");
    }
  }

  private static String parsed(byte[] header) {
    try {
      return told(HeaderFields.parsed(header, 0));
    } catch (DateTimeException _) {
      return "no time";
    } catch (IOException _) {
      return "no header";
    }
  }

  private static String told(HeaderFields f) {
    return List.of(
            f.adapter,
            f.at,
            f.by,
            new String(f.data, StandardCharsets.UTF_8),
            f.epoch,
            f.persistenceId,
            f.prev,
            f.seq,
            f.serializer,
            f.type,
            f.version,
            f.writer)
        .toString();
  }

  @Test
  void shouldReadWhatIsWritten() {
    for (byte[] header :
        List.of(header("user:ann", "", 4711), header("", "v2", -3), header("a b", "", 0))) {
      assertThat(scanned(header)).contains(parsed(header));
    }
  }

  @Test
  void shouldLeaveOtherSpellingsToTheParser() {
    // given a name that needs escapes, and one beyond ASCII
    assertThat(scanned(header("say \"hi\"", "", 1))).isEmpty();
    assertThat(scanned(header("Zoë", "", 1))).isEmpty();
    // given blanks, another order, a fraction, a leading zero
    String text = new String(header("", "", 1), StandardCharsets.UTF_8);
    for (String other :
        List.of(
            text.replace("\"seq\":7", "\"seq\": 7"),
            text.replace("\"seq\":7,\"ser\":1", "\"ser\":1,\"seq\":7"),
            text.replace("\"seq\":7", "\"seq\":7.0"),
            text.replace("\"seq\":7", "\"seq\":07"),
            text.replace("\"seq\":7", "\"seq\":-0"),
            text.replace("\"seq\":7", "\"seq\":70000000000000000000"),
            text + " ",
            text.substring(0, text.length() - 1))) {
      assertThat(scanned(other.getBytes(StandardCharsets.UTF_8))).as(other).isEmpty();
    }
  }

  @Test
  void shouldNeverReadAnythingButTheParserWould() {
    // given headers with one byte changed outside of their data, whose inside it does not look at
    Random random = new Random(11);
    byte[] whole = header("user:ann", "", 4711);
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int from = text.indexOf("\"data\":") + 7;
    int to = text.indexOf(",\"epoch\"");
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = whole.clone();
      int at = random.nextInt(changed.length);
      if (at >= from && at < to) continue;
      changed[at] = (byte) random.nextInt(256);
      // when, then
      scanned(changed).ifPresent(found -> assertThat(found).isEqualTo(parsed(changed)));
    }
  }
}
