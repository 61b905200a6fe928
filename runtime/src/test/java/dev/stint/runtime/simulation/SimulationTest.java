package dev.stint.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
  private static final int SEEDS = 5_000;
  private static final int COMMITS = 60;
  private static final int SEEDS_OF_A_BOUNDARY = 4;

  @Test
  void shouldKeepEveryInvariantThroughThousandsOfStorms() {
    assertThatCode(
            () -> {
              for (long seed = 1; seed <= SEEDS; seed++) Simulation.run(seed, Set.of());
            })
        .doesNotThrowAnyException();
  }

  /**
   * Not left to chance: the disk fails at every commit in turn, that is at every event boundary.
   */
  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void shouldKeepEveryInvariantWhereverTheDiskFails(DiskFault fault) {
    for (int commit = 1; commit <= COMMITS; commit++) {
      for (long seed = 1; seed <= SEEDS_OF_A_BOUNDARY; seed++) {
        new World(seed, Set.of(), Storm.at(commit, fault), Optional.empty()).live();
      }
    }
  }
}
