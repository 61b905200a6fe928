package dev.stint.runtime.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Invariant 1, where it is held: in front of each effect. */
class EffectGateTest {
  private final EffectGate gate = new EffectGate();

  @Test
  void shouldLetNoEffectBeginOnceItIsClosed() {
    gate.close();

    assertThatThrownBy(gate::enter)
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("fenced");
    assertThat(gate.begun()).isFalse();
  }

  @Test
  void shouldRememberAnEffectThatBeganBeforeItWasClosed() throws InterruptedException {
    gate.enter();

    gate.close();

    assertThat(gate.begun()).isTrue();
  }
}
