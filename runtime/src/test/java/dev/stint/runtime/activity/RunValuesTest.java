package dev.stint.runtime.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values are kept a while, within a bound on the heap that they take. */
class RunValuesTest {
  private static final RunId RUN = new RunId("run-2026-11-30-general-aaaaaaaaaa");

  private final Map<String, byte[]> stored = new HashMap<>();
  private int reads;
  private final RunValues values =
      new RunValues(
          (_, commit) -> {
            reads++;
            return Optional.ofNullable(stored.get(commit));
          },
          1 << 20);

  @Test
  void shouldReadAValueOnce() {
    String commit = store(small(1));
    assertThat(values.read(RUN, commit)).isEqualTo(values.read(RUN, commit)).isEqualTo(small(1));
    assertThat(reads).isOne();
  }

  @Test
  void shouldNotReadWhatItWasGiven() {
    Payload payload = values.payload(small(1));
    assertThat(values.read(RUN, payload.commit())).isEqualTo(small(1));
    assertThat(reads).isZero();
  }

  @Test
  void shouldForgetTheEldestOnceSmallValuesFillItsShareOfTheHeap() {
    // given: far less text than the bound, in objects that take twenty times as much
    List<String> commits = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) commits.add(store(small(i)));
    for (String commit : commits) values.read(RUN, commit);
    reads = 0;
    // when
    values.read(RUN, commits.getLast());
    assertThat(reads).as("the newest is kept").isZero();
    values.read(RUN, commits.getFirst());
    // then
    assertThat(reads).as("the eldest is read again").isOne();
  }

  @Test
  void shouldKeepNothingAfterItWasToldToForget() {
    Payload payload = values.payload(small(1));
    stored.put(payload.commit(), payload.bytes());
    values.forget();
    assertThat(values.read(RUN, payload.commit())).isEqualTo(small(1));
    assertThat(reads).isOne();
  }

  private String store(JsonNode value) {
    Payload payload = Payload.of(CanonicalJson.bytes(value));
    stored.put(payload.commit(), payload.bytes());
    return payload.commit();
  }

  private static JsonNode small(int i) {
    return Json.parse("{\"id\":" + i + ",\"to\":{\"name\":\"n" + i + "\"}}");
  }
}
