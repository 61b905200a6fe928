package dev.stint.persistence.journal.store;

/** A record is damaged: this persistence id refuses to recover, others are not concerned. */
public final class DamagedRecordException extends JournalException {
  private final transient DamagedRecord damage;

  public DamagedRecordException(DamagedRecord damage) {
    super(
        "journal_damaged_record",
        damage.sentence()
            + ". Restore this journal from a backup; nothing was skipped or repaired.");
    this.damage = damage;
  }

  public DamagedRecord damage() {
    return damage;
  }
}
