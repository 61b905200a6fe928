package dev.stint.runtime.run;

import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Who still waits for an answer of the run. Belongs to one actor. */
final class Askers {
  private final List<ActorRef<RunReply>> waitingForTheEnd = new ArrayList<>();
  private Optional<ActorRef<RunReply>> saving = Optional.empty();

  /** What was asked is being persisted. */
  void saving(RunMessage.Ask ask) {
    saving = Optional.of(ask.replyTo());
  }

  /** A kill is answered once it is effective; everything else at once. */
  void answer(RunMessage.Ask ask, RunState state) {
    saving = Optional.empty();
    if (ask.command() instanceof RunCommand.Kill && !state.finished()) {
      waitingForTheEnd.add(ask.replyTo());
    } else {
      ask.replyTo().tell(new RunReply.Done(state));
    }
  }

  /** The actor stops now; its asker hears why, instead of nothing. */
  void unsaved(Throwable failure) {
    RunReply reply =
        new RunReply.Unsaved(
            JournalException.codeOf(failure), String.valueOf(failure.getMessage()));
    saving.ifPresent(asker -> asker.tell(reply));
    saving = Optional.empty();
  }

  void changed(RunState state) {
    if (!state.finished()) return;
    waitingForTheEnd.forEach(asker -> asker.tell(new RunReply.Done(state)));
    waitingForTheEnd.clear();
  }
}
