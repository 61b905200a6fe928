package dev.stint.persistence.journal;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.payload.MasterKeySource;
import dev.stint.persistence.journal.payload.MasterKeys;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionId;
import scala.concurrent.Batchable;

/** Keeps one journal per actor system, shared by its three plugins. */
final class JournalExtension implements Extension {
  static final ExtensionId<JournalExtension> ID =
      new AbstractExtensionId<>() {
        @Override
        public JournalExtension createExtension(ExtendedActorSystem system) {
          Config stint = system.settings().config().getConfig("stint");
          Config payload = stint.getConfig("payload");
          Config journal = stint.getConfig("journal");
          MasterKeys keys =
              MasterKeySource.read(payload, name -> Optional.ofNullable(System.getenv(name)));
          Executor dispatcher = system.dispatchers().lookup(journal.getString("plugin-dispatcher"));
          var opened =
              StintJournal.open(
                  journal,
                  keys,
                  payload.getInt("cached-keys"),
                  answers -> dispatcher.execute(new Together(answers)));
          system.registerOnTermination(opened::close);
          return new JournalExtension(opened);
        }
      };

  /**
   * What its answers lead to is done by the same thread right after them, instead of being handed
   * to the dispatcher one by one.
   */
  private record Together(Runnable answers) implements Runnable, Batchable {
    @Override
    public void run() {
      answers.run();
    }
  }

  private final StintJournal journal;

  private JournalExtension(StintJournal journal) {
    this.journal = journal;
  }

  StintJournal journal() {
    return journal;
  }
}
