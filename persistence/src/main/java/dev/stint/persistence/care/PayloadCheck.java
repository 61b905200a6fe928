package dev.stint.persistence.care;

import dev.stint.config.json.Sha256;
import dev.stint.persistence.journal.payload.PayloadCipher;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.journal.store.PayloadException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Opens every payload of one history and holds it against its commitment; those that the history
 * names must be there, unless it says that they were erased. Used once.
 */
final class PayloadCheck {
  private final EventStore store;
  private final PayloadCipher cipher;
  private final String persistenceId;
  private final Findings findings;
  private final Set<String> seen = new HashSet<>();

  PayloadCheck(EventStore store, PayloadCipher cipher, String persistenceId, Findings findings) {
    this.store = store;
    this.cipher = cipher;
    this.persistenceId = persistenceId;
    this.findings = findings;
  }

  /**
   * @param gone of those named, what went before the rest
   * @param erased whether all went
   * @return how many payloads there were
   */
  long run(Set<String> named, Set<String> gone, boolean erased) {
    try {
      cipher.prepare(persistenceId);
    } catch (JournalException e) {
      findings.add(persistenceId, "the data key", e);
      return 0; // without it nothing can be said of any payload
    }
    try {
      store.payloads(persistenceId, payload -> check(payload.commit(), payload.bytes()));
    } catch (JournalException e) {
      oneByOne(named, e);
    }
    if (!erased) {
      for (String commit : named) {
        if (!seen.contains(commit) && !gone.contains(commit)) {
          findings.add(persistenceId, "payload " + commit, "the payload", "none");
        }
      }
    }
    long left = erased ? seen.size() : gone.stream().filter(seen::contains).count();
    if (left > 0) {
      findings.add(
          persistenceId,
          "what was erased",
          "no payload",
          left + " left by a crash; starting the server destroys them");
    }
    return seen.size();
  }

  /** One of them cannot be read and keeps the others from being listed. */
  private void oneByOne(Set<String> named, JournalException failure) {
    boolean explained = false;
    for (String commit : named) {
      if (seen.contains(commit)) continue;
      try {
        Optional<byte[]> stored = store.payload(persistenceId, commit);
        stored.ifPresent(bytes -> check(commit, bytes));
      } catch (JournalException e) {
        seen.add(commit);
        explained = true;
        findings.add(persistenceId, "payload " + commit, e);
      }
    }
    if (!explained) findings.add(persistenceId, "a payload that no event names", failure);
  }

  private void check(String commit, byte[] stored) {
    seen.add(commit);
    try {
      byte[] plain = cipher.open(persistenceId, commit, stored);
      if (Sha256.hex(plain).equals(commit)) return;
      findings.add(persistenceId, "payload " + commit, "bytes of that hash", "others");
    } catch (PayloadException e) {
      findings.add(persistenceId, "payload " + commit, e);
    }
  }
}
