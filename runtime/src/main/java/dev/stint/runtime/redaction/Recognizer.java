package dev.stint.runtime.redaction;

import java.util.List;

/** Finds one kind of thing. Thread-safe, linear in the length of the text. */
interface Recognizer {
  List<Found> find(String folded);
}
