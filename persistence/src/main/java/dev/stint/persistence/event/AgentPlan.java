package dev.stint.persistence.event;

import dev.stint.config.spec.Effect;
import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.PlannedStep.Gate;
import dev.stint.persistence.event.PlannedStep.Retry;
import java.util.List;
import java.util.Optional;

/**
 * The envelope of an agent, frozen with the plan: whatever a model answers, nothing outside of it
 * is done. An agent's turns and calls are steps of the plan that are derived from it.
 *
 * @param maxParallel calls of one turn in flight at once
 * @param maxTokens most output tokens of one turn
 * @param compactAt prompt tokens of a turn after which the conversation is summarised
 */
public record AgentPlan(
    List<Tool> tools, int maxParallel, long maxTokens, long compactAt, Stop stop, Watch watch) {
  /** Calls of one turn beyond these are not made. */
  public static final int MOST_CALLS = 32;

  /** Denials of reads, and of calls of unknown tools, that halt the run (IF-13). */
  public static final int READ_DENIALS = 3;

  /** Denials of writes that halt the run (IF-13). */
  public static final int WRITE_DENIALS = 1;

  public AgentPlan {
    tools = List.copyOf(tools);
  }

  /**
   * A tool that the model may ask for, as it was when the plan was frozen.
   *
   * @param sink as of a step
   * @param job the job that it runs as a child; absent for a tool proper
   */
  public record Tool(
      String name,
      Effect effect,
      boolean idempotent,
      boolean queryable,
      Retry retry,
      long timeoutMs,
      Optional<Gate> gate,
      Optional<Sink> sink,
      Optional<SubJob> job) {
    /** The same, approved first. */
    public Tool behind(Gate other) {
      return new Tool(
          name, effect, idempotent, queryable, retry, timeoutMs, Optional.of(other), sink, job);
    }
  }

  /**
   * A job that a model may ask for.
   *
   * @param description for the model
   * @param inputs JSON Schema of its inputs, as canonical text
   */
  public record SubJob(ChildPlan child, String description, String inputs) {}

  /**
   * When an agent ends without an answer.
   *
   * @param tokens of all its turns and calls; 0 for no limit of its own
   * @param deadlineMs since its first turn was planned; 0 for none
   * @param repairs answers in a row that may miss the schema
   * @param partial it then yields what it has, rather than to fail
   */
  public record Stop(int turns, long tokens, long deadlineMs, int repairs, boolean partial) {}

  /**
   * What counts as going in circles (E4).
   *
   * @param sameCall how often one call, with the same arguments, was asked for lately
   * @param unchanged turns in a row that brought nothing new
   * @param spend tokens of the latest turns, in percent of those before
   * @param throttleMs pause before a turn that is throttled
   */
  public record Watch(Ladder sameCall, Ladder unchanged, Ladder spend, long throttleMs) {}

  /** The values at which each measure is taken. */
  public record Ladder(int warn, int throttle, int park, int kill) {}

  public Optional<Tool> tool(String name) {
    for (Tool tool : tools) {
      if (tool.name().equals(name)) return Optional.of(tool);
    }
    return Optional.empty();
  }

  /** The step that is turn {@code number} of the agent. */
  public static PlannedStep turn(PlannedStep agent, int number) {
    return new PlannedStep(
            turnId(agent.id(), number),
            StepKind.TURN,
            agent.stage(),
            List.of(),
            false,
            false,
            1,
            agent.uses(),
            Effect.NONE,
            true,
            agent.retry(),
            agent.timeoutMs(),
            Optional.empty())
        .to(agent.sink());
  }

  /** The step that is call {@code number} of a turn, counted from 1. */
  public static PlannedStep call(PlannedStep agent, int turn, int number, Tool tool) {
    return new PlannedStep(
            turnId(agent.id(), turn) + "." + number,
            tool.job().isPresent() ? StepKind.JOB : StepKind.TOOL,
            Stage.TOOL,
            List.of(),
            false,
            false,
            1,
            tool.name(),
            tool.effect(),
            tool.idempotent(),
            tool.retry(),
            tool.timeoutMs(),
            tool.gate())
        .queryable(tool.queryable())
        .to(tool.sink())
        .with(Optional.empty(), Optional.empty(), tool.job().map(SubJob::child));
  }

  public static String turnId(String agent, int number) {
    return agent + "." + number;
  }

  /** Whether the step came up while its run went on: a turn or a call of an agent. */
  public static boolean grown(String step) {
    return step.indexOf('.') >= 0;
  }

  /** The job's own step that a step belongs to: an agent's for its turns and calls. */
  public static String root(String step) {
    int dot = step.indexOf('.');
    return dot < 0 ? step : step.substring(0, dot);
  }

  /** The number of a call in its turn, from 1; 0 for anything else. */
  public static int callNumber(String step) {
    int last = step.lastIndexOf('.');
    return last > step.indexOf('.') ? Integer.parseInt(step, last + 1, step.length(), 10) : 0;
  }
}
