package dev.stint.persistence.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.RunId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCursorTest {
  @Test
  void shouldReadWhatItWrote() {
    // given
    var cursor =
        new RunCursor(
            Instant.parse("2026-06-17T06:00:00.123Z"),
            new RunId("run-2026-06-17-legal-7k3m9qx2ab"));
    // when, then
    assertThat(cursor.text()).isEqualTo("1781676000123.run-2026-06-17-legal-7k3m9qx2ab");
    assertThat(RunCursor.parse(cursor.text())).contains(cursor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "run-2026-06-17-legal-7k3m9qx2ab",
        "-1.run-2026-06-17-legal-7k3m9qx2ab",
        "99999999999999999999.run-2026-06-17-legal-7k3m9qx2ab",
        "1781676000123.",
        "1781676000123.run-1' or '1'='1"
      })
  void shouldTakeNothingElse(String text) {
    assertThat(RunCursor.parse(text)).isEmpty();
  }
}
