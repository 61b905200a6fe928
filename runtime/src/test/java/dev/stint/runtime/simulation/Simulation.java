package dev.stint.runtime.simulation;

import java.util.Optional;
import java.util.Set;

/** {@code scripts/simulate}: many seeds, or one with everything that happens in it. */
public final class Simulation {
  private static final int DEFAULT_SEEDS = 5_000;
  private static final int REPORT_EVERY = 1_000;

  private Simulation() {}

  /** Lives through one seed; fails with {@link BrokenInvariant}. */
  static void run(long seed, Set<Safeguard> off) {
    new World(seed, off, Storm.OF_DICE, Optional.empty()).live();
  }

  public static void main(String[] args) {
    long from = 1;
    long seeds = DEFAULT_SEEDS;
    boolean trace = false;
    for (int i = 0; i + 1 < args.length; i += 2) {
      long value = Long.parseLong(args[i + 1]);
      switch (args[i]) {
        case "--seeds" -> seeds = value;
        case "--from" -> from = value;
        case "--seed" -> {
          from = value;
          seeds = 1;
          trace = true;
        }
        default -> usage("expected --seeds, --from or --seed, found " + args[i]);
      }
    }
    if (args.length % 2 != 0) usage("expected a number after " + args[args.length - 1]);
    System.exit(run(from, seeds, trace));
  }

  private static int run(long from, long seeds, boolean trace) {
    long begun = System.nanoTime();
    for (long seed = from; seed < from + seeds; seed++) {
      try {
        if (trace)
          new World(seed, Set.of(), Storm.OF_DICE, Optional.of(System.err::println)).live();
        else run(seed, Set.of());
      } catch (BrokenInvariant broken) {
        System.out.println("seed " + seed + ": " + broken.getMessage());
        return 1;
      }
      if ((seed - from + 1) % REPORT_EVERY == 0) {
        System.err.println((seed - from + 1) + " of " + seeds + " seeds hold");
      }
    }
    System.out.printf(
        "%d seeds from %d: every invariant held, in %.1f s%n",
        seeds, from, (System.nanoTime() - begun) / 1e9);
    return 0;
  }

  private static void usage(String problem) {
    System.err.println(problem + "\nusage: scripts/simulate [--seeds N] [--from S] | --seed S");
    System.exit(64);
  }
}
