package dev.stint.runtime.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick way of reading a record, held against the general one. */
class LineTest {
  private static final Path HISTORIES = Path.of("src/test/resources/histories");
  private static final int CHANGES = 60;

  @Test
  void shouldReadEveryReleasedRecordAsTheGeneralReaderDoes() throws IOException {
    List<byte[]> records = records();
    int quick = 0;
    for (byte[] record : records) {
      Optional<Line> plain = Line.plain(record);
      if (plain.isEmpty()) continue;
      quick++;
      assertThat(plain.get()).isEqualTo(general(record));
    }
    assertThat(quick).as("of %d", records.size()).isGreaterThan(records.size() * 9 / 10);
  }

  @Test
  void shouldReadADoctoredRecordAsTheGeneralReaderDoesOrNotAtAll() throws IOException {
    var random = new Random(86);
    int quick = 0;
    for (byte[] record : records()) {
      for (int i = 0; i < CHANGES; i++) {
        byte[] changed = changed(record, random);
        Optional<Line> plain = Line.plain(changed);
        if (plain.isEmpty()) continue;
        quick++;
        String text = new String(changed, StandardCharsets.UTF_8);
        assertThat(plain.get()).as(text).isEqualTo(general(changed));
        assertThat(CanonicalJson.bytes(Json.parse(text))).as(text).isEqualTo(changed);
      }
    }
    assertThat(quick).as("changes that leave a record").isGreaterThan(1_000);
  }

  @Test
  void shouldLeaveRecordsToTheGeneralReaderThatLackAMember() {
    // given a record without its author, and one whose number is a text
    byte[] anonymous = utf8("{\"at\":\"2026-06-17T06:00:00.000Z\",\"data\":{},\"epoch\":1}");
    // when, then
    assertThat(Line.plain(anonymous)).isEmpty();
    assertThat(general(anonymous).by()).isEmpty();
  }

  private static Line general(byte[] record) {
    JsonNode json = Json.parse(new String(record, StandardCharsets.UTF_8));
    return Line.of(record, json);
  }

  private static List<byte[]> records() throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (var files = Files.walk(HISTORIES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        Files.readAllLines(file).forEach(line -> records.add(utf8(line)));
      }
    }
    return records;
  }

  /** Another letter, digit or byte somewhere, or one less. */
  private static byte[] changed(byte[] record, Random random) {
    int at = random.nextInt(record.length);
    byte[] changed = record.clone();
    switch (random.nextInt(4)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) ('0' + random.nextInt(10));
      case 2 -> changed[at] = (byte) ('a' + random.nextInt(26));
      default -> {
        changed = Arrays.copyOf(record, record.length - 1);
        System.arraycopy(record, at + 1, changed, at, record.length - at - 1);
      }
    }
    return changed;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
