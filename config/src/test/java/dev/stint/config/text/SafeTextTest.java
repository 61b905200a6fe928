package dev.stint.config.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "tabs\tand\nlines\r\n\f",
        "\u0645\u0631\u062d\u0628\u0627 \u200f1",
        "emoji \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
        "e\u0301",
        "",
      })
  void shouldLeaveWhatIsWritten(String text) {
    assertThat(SafeText.clean(text)).isSameAs(text);
  }

  @Test
  void shouldTakeOutEscapeSequencesWhole() {
    assertThat(SafeText.clean("a\u001b[1;31mb\u001b[0mc")).isEqualTo("abc");
    assertThat(SafeText.clean("a\u001b]8;;http://evil\u0007b")).isEqualTo("ab");
    assertThat(SafeText.clean("a\u001b]0;title\u001b\\b")).isEqualTo("ab");
    assertThat(SafeText.clean("a\u001bcb")).isEqualTo("ab");
    assertThat(SafeText.clean("a\u009b31mb")).isEqualTo("a31mb");
  }

  @Test
  void shouldNotSwallowTextAfterASequenceThatDoesNotEnd() {
    assertThat(SafeText.clean("a\u001b]the rest is text")).isEqualTo("athe rest is text");
    assertThat(SafeText.clean("a\u001b")).isEqualTo("a");
    assertThat(SafeText.clean("a\u001b[")).isEqualTo("a");
    assertThat(SafeText.clean("a\u001b[1;\nb")).isEqualTo("a\nb");
  }

  @Test
  void shouldTakeOutOverridesTagsAndControls() {
    assertThat(SafeText.clean("a\u202Eb\u2066c\u0000d\u007fe\uDB40\uDC41f")).isEqualTo("abcdef");
  }

  @Test
  void shouldMakeOneShortLine() {
    assertThat(SafeText.line("a\nb   c\u001b[2J", 80)).isEqualTo("a b c");
    assertThat(SafeText.line("x".repeat(100), 10)).isEqualTo("xxxxxxxxxx...");
  }
}
