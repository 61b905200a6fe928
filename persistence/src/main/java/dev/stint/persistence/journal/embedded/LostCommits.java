package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.LostCommitsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to do when opening finds that acknowledged commits are gone. */
final class LostCommits {
  private static final Logger LOG = LoggerFactory.getLogger(LostCommits.class);

  private final FolderSettings settings;

  LostCommits(FolderSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws LostCommitsException unless that was accepted
   */
  void found(long first, long last) {
    var lost = new LostCommitsException(settings.dir().toString(), first, last);
    if (!settings.acceptLostCommits()) throw lost;
    LOG.error("Opened without commits {}..{}, as on-lost-commits = accept asks.", first, last);
  }
}
