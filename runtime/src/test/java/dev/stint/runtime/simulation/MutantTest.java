package dev.stint.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The invariants would notice: with any safeguard left out, one that names it breaks. */
class MutantTest {
  private static final int SEEDS = 2_000;

  @ParameterizedTest
  @CsvSource({
    "FENCING, OneOwner ChainWhole AcknowledgedSurvives FoldEqualsLive",
    "FLUSH, AcknowledgedSurvives",
    "DEDUPE, OneEffectPerKey",
    "PERMIT, NoEffectBeforeItsPermit",
    "APPROVAL_HASH, ApprovedContentOnly",
    "KILL_FENCE, NoEffectAfterKill",
    "BUDGET_CAP, NeverAboveTheCap",
    "QUERY, OneEffectPerKey"
  })
  void shouldCatchEveryMutantByAnInvariantThatNamesIt(Safeguard without, String invariants) {
    Optional<BrokenInvariant> broken = Optional.empty();
    for (long seed = 1; seed <= SEEDS && broken.isEmpty(); seed++) {
      broken = broken(seed, EnumSet.of(without));
    }

    assertThat(broken).as("a seed up to %d breaks without %s", SEEDS, without).isPresent();
    assertThat(new TreeSet<>(Set.of(invariants.split(" ")))).contains(broken.get().invariant());
  }

  private static Optional<BrokenInvariant> broken(long seed, Set<Safeguard> off) {
    try {
      Simulation.run(seed, off);
      return Optional.empty();
    } catch (BrokenInvariant e) {
      return Optional.of(e);
    }
  }
}
