package dev.stint.persistence.journal.commit;

import dev.stint.persistence.journal.store.Append;
import java.util.Optional;

/**
 * An append that was chained and hashed before its batch was made, so that the committer, for which
 * all wait, has less to do. A guess: it holds only while {@code onto} is still the end that the
 * request continues.
 */
record SealedAhead(ChainEnd onto, Append append) {
  /** None when {@code request} does not continue {@code known}. */
  static Optional<SealedAhead> of(CommitRequest request, ChainEnd known) {
    if (known.head().seq() + 1 != request.firstSeq()) return Optional.empty();
    return Optional.of(new SealedAhead(known, known.seal(request)));
  }

  /** The very end, not one that looks like it: an end that was read again is another one. */
  boolean continues(ChainEnd end) {
    return onto == end;
  }
}
