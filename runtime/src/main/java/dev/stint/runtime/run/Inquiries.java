package dev.stint.runtime.run;

import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.fault.FaultPoint;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.DoubtCommand;
import dev.stint.runtime.decision.DoubtCommand.Answer;
import dev.stint.runtime.decision.NextActions.Action;
import dev.stint.runtime.step.Activity;
import dev.stint.runtime.step.Answered;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions to tools about writes in doubt, one at a time for each unit, on virtual threads.
 * Belongs to one actor.
 */
final class Inquiries {
  private static final Logger LOG = LoggerFactory.getLogger(Inquiries.class);

  private final ActorRef<RunMessage> self;
  private final Activity activity;
  private final InstantSource clock;
  private final Map<UnitId, Optional<Thread>> open = new HashMap<>();

  Inquiries(ActorRef<RunMessage> self, Activity activity, InstantSource clock) {
    this.self = self;
    this.activity = activity;
    this.clock = clock;
  }

  /** Has the question recorded, when its time has come. */
  void sync(Action.Doubt doubt) {
    UnitId unit = doubt.unit();
    if (open.containsKey(unit) || doubt.notBefore().filter(clock.instant()::isBefore).isPresent()) {
      return;
    }
    open.put(unit, Optional.empty());
    self.tell(
        new RunMessage.Doubted(unit, Optional.of(new DoubtCommand.QueryDoubt(unit)), List.of()));
  }

  /** Asks the recorded question. */
  void sync(RunState state, Action.Query query) {
    UnitId unit = query.unit();
    if (open.containsKey(unit)) return;
    Runnable ask = () -> self.tell(ask(state, unit, query.query()));
    open.put(unit, Optional.of(Thread.ofVirtual().name("ask-" + unit).start(ask)));
  }

  private RunMessage ask(RunState state, UnitId unit, int query) {
    FaultPoint.BEFORE_QUERY.reached();
    var question = new FutureTask<>(() -> activity.query(state, unit, query));
    Thread.ofVirtual().name("query-" + unit).start(question);
    try {
      long patience = state.plan().step(unit.step()).timeoutMs();
      return message(unit, question.get(Math.max(1, patience), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      return new RunMessage.Doubted(unit, Optional.empty(), List.of());
    } catch (TimeoutException _) {
      return message(
          unit, Answered.without(unit, query, Answer.UNREACHABLE, "no answer came in time"));
    } catch (ExecutionException e) {
      LOG.error("asking about {} of {} broke", unit, state.submitted().run(), e.getCause());
      String comment = "asking the tool broke; the node's log says how";
      return message(unit, Answered.without(unit, query, Answer.UNKNOWN, comment));
    } finally {
      question.cancel(true);
    }
  }

  private static RunMessage message(UnitId unit, Answered answered) {
    return new RunMessage.Doubted(unit, Optional.of(answered.report()), answered.payloads());
  }

  void ended(UnitId unit) {
    open.remove(unit);
  }

  /** Breaks off every question: nobody wants to know any more. */
  void breakOff() {
    open.values().forEach(thread -> thread.ifPresent(Thread::interrupt));
  }

  boolean idle() {
    return open.isEmpty();
  }
}
