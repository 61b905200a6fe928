package dev.stint.runtime.tool.sdk;

/**
 * What became of a call of which nothing was heard.
 *
 * @param <O> the tool's output
 */
public sealed interface Fate<O extends Record> {
  /** Its effect is there, once. */
  record Happened<O extends Record>(O output) implements Fate<O> {}

  /** Its effect is not there and cannot come any more. */
  record DidNotHappen<O extends Record>() implements Fate<O> {}

  /** Nobody can tell; {@code why} is for the person who must find out. */
  record Unknown<O extends Record>(String why) implements Fate<O> {}
}
