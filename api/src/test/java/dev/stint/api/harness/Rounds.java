package dev.stint.api.harness;

/**
 * How blows and runs are spread over a campaign. The product gives a step up after its node has
 * died a hundred times in the middle of it, and is right to: so nothing may be in flight for ever.
 * Blows therefore come in rounds of at most {@link #MOST}; between two rounds the server is left
 * alone until every run has ended, and each round brings new runs. A blow costs up to two
 * processes, so that no step loses its node more than 80 times.
 *
 * @param blows of the whole campaign
 * @param atOnce runs that are submitted before the first blows of the rounds, all rounds together
 * @param later runs that are submitted between blows, all rounds together
 */
record Rounds(int blows, int atOnce, int later) {
  static final int MOST = 40;

  /** How many rounds there are. */
  int count() {
    return Math.max(1, Math.ceilDiv(blows, MOST));
  }

  /** The round of a blow, counted from 0; blows are counted from 1. */
  private int of(int blow) {
    int round = 0;
    while (blow > end(round)) round++;
    return round;
  }

  private int end(int round) {
    return blows * (round + 1) / count();
  }

  /** Whether nothing of its round comes before this blow. */
  boolean first(int blow) {
    return blow == 1 || of(blow) > of(blow - 1);
  }

  /** Whether another round follows after this blow. */
  boolean rest(int blow) {
    return blow < blows && first(blow + 1);
  }

  /** How many runs have been submitted when this blow strikes; none before the first. */
  int submitted(int blow) {
    if (blow == 0) return 0;
    return atOnce * (of(blow) + 1) / count() + later * blow / blows;
  }
}
