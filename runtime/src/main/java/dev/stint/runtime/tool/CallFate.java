package dev.stint.runtime.tool;

/** What became of a call of which the runtime heard nothing (AU-1). */
public sealed interface CallFate {
  /** Its effect is there, once. */
  record Happened(ToolResult result) implements CallFate {}

  /** Its effect is not there and cannot come any more, so that the call may be made anew. */
  record DidNotHappen() implements CallFate {}

  /**
   * The tool cannot tell, now or later.
   *
   * @param why one sentence for the person who must find out
   */
  record Unknown(String why) implements CallFate {}
}
