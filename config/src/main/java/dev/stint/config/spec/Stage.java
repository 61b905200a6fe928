package dev.stint.config.spec;

/** What tokens are counted under (E1). */
public enum Stage {
  PLAN,
  RETRIEVE,
  GENERATE,
  TOOL
}
