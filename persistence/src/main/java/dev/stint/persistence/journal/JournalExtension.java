package dev.stint.persistence.journal;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.payload.MasterKeySource;
import dev.stint.persistence.journal.payload.MasterKeys;
import java.util.Optional;
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
          Config stint = system.settings().config().getConfig("stint");
          Config payload = stint.getConfig("payload");
          MasterKeys keys =
              MasterKeySource.read(payload, name -> Optional.ofNullable(System.getenv(name)));
          var journal =
              StintJournal.open(stint.getConfig("journal"), keys, payload.getInt("cached-keys"));
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
