package dev.stint.api.harness;

import dev.stint.persistence.fault.FaultPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Lists of blows, chosen by a seed. */
final class Blows {
  private static final int SHORTEST_LIFE_MS = 100;
  private static final int LONGEST_LIFE_MS = 1500;
  private static final int FIRST_FLUSH = 10;
  private static final int LAST_FLUSH = 50;
  private static final List<Duration> JUMPS =
      List.of(Duration.ofHours(1), Duration.ofDays(3), Duration.ofHours(-2));

  private Blows() {}

  static List<Blow> randomKills(int kills, long seed) {
    return new Random(~seed)
        .ints(kills, SHORTEST_LIFE_MS, LONGEST_LIFE_MS)
        .<Blow>mapToObj(RandomKill::new)
        .toList();
  }

  /** Every named point so many times, in turn, so that all meet runs of all ages. */
  static List<Blow> pointKills(List<FaultPoint> points, int times, long seed) {
    Random random = new Random(~seed);
    List<Blow> blows = new ArrayList<>();
    for (int round = 0; round < times; round++) {
      for (FaultPoint point : points) blows.add(new PointKill(point, nth(point, random)));
    }
    return blows;
  }

  private static int nth(FaultPoint point, Random random) {
    return switch (point) {
      case IN_SNAPSHOT, IN_CHECKPOINT, BEFORE_QUERY -> 1;
      case AFTER_INTENT,
          BEFORE_SEND,
          AFTER_SEND,
          BEFORE_OUTCOME,
          BEFORE_FLUSH,
          AFTER_FLUSH_BEFORE_ACK ->
          1 + random.nextInt(20);
    };
  }

  /** Failing flushes: in turn one alone, after which the disk claims to be well, and all. */
  static List<Blow> flushErrors(int times, long seed) {
    Random random = new Random(~seed);
    List<Blow> blows = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      blows.add(new FlushError(random.nextInt(FIRST_FLUSH, LAST_FLUSH), i % 2 == 0));
    }
    return blows;
  }

  /** An hour on, three days on, two hours back, and again from there. */
  static List<Blow> clockJumps(int times, long seed) {
    Random random = new Random(~seed);
    List<Blow> blows = new ArrayList<>();
    Duration off = Duration.ZERO;
    for (int i = 0; i < times; i++) {
      Duration by = JUMPS.get(i % JUMPS.size());
      off = off.plus(by);
      blows.add(new ClockJump(by, off, random.nextInt(SHORTEST_LIFE_MS, LONGEST_LIFE_MS)));
    }
    return blows;
  }
}
