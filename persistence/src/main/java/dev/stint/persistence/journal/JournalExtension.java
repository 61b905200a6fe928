package dev.stint.persistence.journal;

import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionId;

/** Keeps one journal per actor system, shared by its three plugins. */
final class JournalExtension implements Extension {
  static final ExtensionId<JournalExtension> ID =
      new AbstractExtensionId<>() {
        @Override
        public JournalExtension createExtension(ExtendedActorSystem system) {
          var journal = StintJournal.open(system.settings().config().getConfig("stint.journal"));
          system.registerOnTermination(journal::close);
          return new JournalExtension(journal);
        }
      };

  private final StintJournal journal;

  private JournalExtension(StintJournal journal) {
    this.journal = journal;
  }

  StintJournal journal() {
    return journal;
  }
}
