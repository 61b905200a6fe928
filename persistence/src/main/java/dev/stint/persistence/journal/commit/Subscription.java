package dev.stint.persistence.journal.commit;

/** Ends an interest in commits when closed; closing twice is harmless. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
