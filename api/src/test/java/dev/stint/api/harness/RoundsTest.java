package dev.stint.api.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static List<Integer> sizes(Rounds rounds) {
    List<Integer> sizes = new ArrayList<>();
    int size = 0;
    for (int blow = 1; blow <= rounds.blows(); blow++) {
      size++;
      if (rounds.rest(blow) || blow == rounds.blows()) {
        sizes.add(size);
        size = 0;
      }
    }
    return sizes;
  }

  @Test
  void shouldKeepFewBlowsInOneRound() {
    // given, when, then
    assertThat(sizes(new Rounds(20, 200, 100))).containsExactly(20);
    // given more blows than one round may have, when, then
    assertThat(sizes(new Rounds(50, 60, 30))).containsExactly(25, 25);
  }

  @Test
  void shouldNeverStrikeOneStepAHundredTimes() {
    // given any number of blows, when
    for (int blows = 1; blows <= 500; blows++) {
      // then a round has at most so many that two deaths each stay below the product's limit
      assertThat(sizes(new Rounds(blows, 10, 5))).allMatch(size -> 0 < size && 2 * size < 100);
    }
  }

  @Test
  void shouldBringNewRunsInEveryRound() {
    // given
    Rounds rounds = new Rounds(200, 240, 120);
    // when
    List<Integer> fresh =
        IntStream.rangeClosed(1, 200)
            .filter(rounds::first)
            .map(blow -> rounds.submitted(blow) - rounds.submitted(blow - 1))
            .boxed()
            .toList();
    // then
    assertThat(fresh).hasSize(5).allMatch(runs -> runs >= 48);
  }

  @Test
  void shouldSubmitEveryRunBeforeTheLastBlow() {
    for (int blows : new int[] {1, 3, 40, 41, 99, 200}) {
      // given
      Rounds rounds = new Rounds(blows, 90, 45);
      // when
      int[] submitted = IntStream.rangeClosed(0, blows).map(rounds::submitted).toArray();
      // then
      assertThat(submitted).isSorted().endsWith(135);
    }
  }
}
