package dev.stint.runtime.run;

/** Told how many step actors a node gains or loses. Called from actors: must not block. */
@FunctionalInterface
public interface UnitCounter {
  void add(int change);
}
