package dev.stint.runtime.decision;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.NextActions.Action;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Histories of random plans with random outcomes, crashes and people, from a seed: those of {@link
 * CrashSimulationTest}, and edits, denials, steps that break, holds and erasures on top.
 */
public final class RandomHistory {
  private final CrashSimulationTest.World world;
  private final Random random;

  private RandomHistory(long seed) {
    random = new Random(seed);
    world = new CrashSimulationTest.World(random);
  }

  /** The history of a run that has ended, or nearly. */
  public static List<Recorded> of(long seed) {
    var history = new RandomHistory(seed);
    for (int i = 0; i < 400 && !history.run().finished(); i++) {
      history.world.step(i > 60);
      history.people();
      history.mishaps();
    }
    history.custody();
    return List.copyOf(history.world.run.history);
  }

  private RunState run() {
    return world.run.run();
  }

  private void people() {
    if (random.nextInt(10) == 0) {
      world.run.later(Duration.ofHours(2));
      world.run.ask(new RunCommand.Tick());
    }
    if (random.nextInt(3) > 0) return;
    List.copyOf(run().approvals().values()).stream()
        .filter(ApprovalState::pending)
        .forEach(this::edit);
  }

  private void edit(ApprovalState approval) {
    String hash = approval.request().contentHash();
    int number = run().approvals().size();
    var edit =
        new ApprovalCommand.Edit(
            approval.request().approval(),
            hash,
            "apr-edit-" + number,
            "edited-" + number,
            hash,
            approval.request().args(),
            List.of(),
            true);
    world.run.ask(edit, random.nextBoolean() ? "user:operator" : "user:submitter");
  }

  private void custody() {
    if (random.nextInt(4) > 0) return;
    world.run.ask(new CustodyCommand.Hold("case 17"), "user:steward");
    world.run.ask(new CustodyCommand.RequestErasure("data_subject_request", "held"), "user:ann");
    world.run.ask(new CustodyCommand.ReleaseHold("case 17 is closed"), "user:ben");
    if (random.nextBoolean()) {
      world.run.ask(
          new CustodyCommand.RequestErasure("data_subject_request", "ticket"), "user:ann");
      world.run.ask(new CustodyCommand.ApproveErasure(3), "user:ben");
    } else {
      world.run.later(Duration.ofDays(90));
      world.run.ask(new CustodyCommand.ExpireArtifacts(Duration.ofDays(90).toMillis()));
      world.run.later(Duration.ofDays(365));
      world.run.ask(new CustodyCommand.Expire(Duration.ofDays(365).toMillis(), 3));
    }
  }

  private void mishaps() {
    if (!(run().phase() instanceof Phase.Running) || random.nextInt(15) > 0) return;
    for (Action action : NextActions.of(run())) {
      switch (action) {
        case Action.Perform perform -> {
          Verdict verdict = Verdict.deny("tools.allow", "tool_not_allowed", "policy-hash");
          String unit = perform.unit().toString();
          world.run.ask(
              random.nextBoolean()
                  ? world.run.permit(unit, 0, "content-of-" + unit, verdict)
                  : new StepCommand.FailStep(
                      perform.unit().step(), Failure.terminal("type_mismatch", "no such member")));
        }
        case Action.Evaluate _,
            Action.Doubt _,
            Action.Query _,
            Action.Interrupt _,
            Action.Delegate _,
            Action.Hold _,
            Action.Recall _,
            Action.Wake _ -> {}
      }
    }
  }
}
