package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LogTextTest {
  @Property
  void shouldBeOneShortLineOfPlainTextWhateverIsSent(@ForAll String text) {
    assertThat(LogText.of(text)).matches("[ -~]*").hasSizeLessThan(2000);
    assertThat(LogText.of(new IllegalStateException(text)).lines().count()).isEqualTo(1);
  }
}
