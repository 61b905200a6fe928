package dev.stint.runtime.simulation;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.step.StepReply;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What {@code RunEntity} does: decide, persist, and only then answer and act. */
final class SimulatedRun {
  final RunId id;
  final SimulatedNode node;
  private final SimulatedWork work;
  private final Deque<Runnable> stash = new ArrayDeque<>();
  private final Map<SimulatedStep, Runnable> waitingForTokens = new LinkedHashMap<>();
  private final List<Consumer<RunState>> waitingForTheEnd = new ArrayList<>();
  private Optional<RunState> state;
  private boolean persisting;
  private boolean stopped;
  private boolean recovered;

  SimulatedRun(SimulatedNode node, RunId id, Optional<RunState> state) {
    this.node = node;
    this.id = id;
    this.state = state;
    this.work = new SimulatedWork(this);
    node.later("wake " + id, this::wake);
  }

  /** The state when nothing is being persisted. */
  Optional<RunState> settled() {
    return persisting || stopped ? Optional.empty() : state;
  }

  void receive(Runnable message) {
    if (stopped) return;
    if (persisting) stash.add(message);
    else message.run();
  }

  void ask(RunCommand command, String by, Consumer<RunState> done) {
    receive(() -> {
      Instant now = node.world.now();
      switch (RunDecisions.decide(state, command, by, now)) {
        case Decision.Persist persist ->
            persist(persist.events(), by, now, after -> answer(command, after, done));
        case Decision.Unchanged _ -> answer(command, state.orElseThrow(), done);
        case Decision.Reject _, Decision.Later _ -> {}
      }
    });
  }

  private void answer(RunCommand command, RunState after, Consumer<RunState> done) {
    if (command instanceof RunCommand.Kill && !after.finished()) waitingForTheEnd.add(done);
    else done.accept(after);
  }

  void wake() {
    receive(() -> {
      if (state.isEmpty()) return;
      Instant now = node.world.now();
      Optional<RunState> reached = state;
      List<RunEvent> events = new ArrayList<>();
      List<RunCommand> commands = new ArrayList<>();
      if (!recovered) commands.add(new RunCommand.Recovered());
      commands.add(new RunCommand.Tick());
      recovered = true;
      for (RunCommand command : commands) {
        if (RunDecisions.decide(reached, command, Recorded.SYSTEM, now)
            instanceof Decision.Persist persist) {
          events.addAll(persist.events());
          reached = Optional.of(RunDecisions.fold(reached, persist.events(), "system", now));
        }
      }
      persist(events, Recorded.SYSTEM, now, _ -> {});
    });
  }

  void system(RunCommand command) {
    receive(() -> {
      Instant now = node.world.now();
      Decision decision = RunDecisions.decide(state, command, Recorded.SYSTEM, now);
      List<RunEvent> events =
          decision instanceof Decision.Persist persist ? persist.events() : List.of();
      persist(events, Recorded.SYSTEM, now, _ -> {});
    });
  }

  void report(SimulatedStep step, StepCommand command, Optional<Guess> ahead) {
    if (!recovered) wake(); // a mailbox keeps order, and the entity's own wake came before any step
    receive(() -> {
      Instant now = node.world.now();
      switch (RunDecisions.decide(state, command, Recorded.SYSTEM, now)) {
        case Decision.Persist persist -> reported(step, command, persist.events(), ahead, now);
        case Decision.Reject _, Decision.Unchanged _ -> step.tell(new StepReply.Finished());
        case Decision.Later _ -> waitingForTokens.put(step, () -> report(step, command, ahead));
      }
    });
  }

  private void reported(
      SimulatedStep step,
      RunCommand command,
      List<RunEvent> outcome,
      Optional<Guess> ahead,
      Instant now) {
    var onward = new SimulatedOnward(state, command, outcome, now, work::mayStart);
    ahead.ifPresent(onward::follow);
    persist(
        onward.events(),
        Recorded.SYSTEM,
        now,
        after -> {
          step.tell(
              onward.settled() ? new StepReply.Finished() : answer(outcome.getFirst(), after));
          onward.start().ifPresent(start -> work.start(after, start.permit(), start.request()));
        });
  }

  private static StepReply answer(RunEvent first, RunState state) {
    return switch (first) {
      case StepEvent.AttemptStarted permit -> new StepReply.Granted(permit, state);
      case StepEvent.AttemptFailed failed when failed.retryAt().isPresent() ->
          new StepReply.TryAgain(state);
      default -> new StepReply.Finished();
    };
  }

  private void persist(List<RunEvent> events, String by, Instant now, Consumer<RunState> answer) {
    if (events.isEmpty()) {
      state.ifPresent(work::sync);
      return;
    }
    persisting = true;
    RunState after = RunDecisions.fold(state, events, by, now);
    long first = state.map(RunState::seq).orElse(0L) + 1;
    node.submit(
        Drafts.request(id, node.name, first, events, by, now),
        () -> stored(after, answer),
        this::stop);
  }

  private void stored(RunState after, Consumer<RunState> answer) {
    persisting = false;
    state = Optional.of(after);
    if (node.world.dice.oneIn(12)) node.snapshot(after);
    answer.accept(after);
    if (after.finished()) {
      waitingForTheEnd.forEach(asker -> asker.accept(after));
      waitingForTheEnd.clear();
    }
    List<Runnable> again = List.copyOf(waitingForTokens.values());
    waitingForTokens.clear();
    again.forEach(report -> node.later("report again", report));
    work.sync(after);
    while (!persisting && !stopped && !stash.isEmpty()) stash.poll().run();
  }

  /** The journal refused: this incarnation is over, and its steps with it. */
  private void stop() {
    stopped = true;
    work.stop();
    node.forget(id);
  }

  void childStopped(SimulatedStep step) {
    work.stopped(step);
    if (!stopped) state.ifPresent(work::sync);
  }

  SimulatedWork work() {
    return work;
  }
}
