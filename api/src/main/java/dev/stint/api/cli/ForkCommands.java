package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint runs retry} and {@code stint runs fork}: new runs from recorded ones. */
final class ForkCommands {
  private ForkCommands() {}

  /** What both have. */
  abstract static class Forking implements Callable<Integer> {
    @Mixin GlobalOptions common;

    @Parameters(paramLabel = "RUN")
    String run;

    @Option(
        names = "--approve-as",
        paramLabel = "NAME",
        description = "decide approvals as that local identity (development; recorded as such)")
    private String approveAs;

    @Option(names = "--detach", description = "print the new run's id and leave (needs a server)")
    private boolean detach;

    int start(String verb, ObjectNode body) {
      Terminal t = new Terminal();
      try (Connection connection = Connection.open(common.data(), Connection.Mode.WORKING)) {
        ApiClient api = connection.api();
        if (detach && connection.embedded()) {
          throw new CliException(
              ExitCode.USAGE, "--detach: a run goes on only in a server; start stint serve first");
        }
        JsonNode forked = api.post("/v1/runs/" + Urls.encode(run) + "/" + verb, body, Map.of());
        String id = forked.path("id").asText();
        if (detach) {
          t.line(id);
          return ExitCode.SUCCESS.code();
        }
        t.progress(id + " takes over from " + run);
        ApprovalPrompt prompt = new ApprovalPrompt(api, t, approveAs);
        JsonNode end = new Follower(api, t, id, prompt::decide).follow();
        new RunSummary(api, t, common).print(end);
        return ExitCode.ofStatus(end.path("status").asText()).code();
      }
    }
  }

  /** {@code stint runs retry RUN --from STEP}. */
  @Command(
      name = "retry",
      description = {
        "Run a finished run again from a step on, as a new run.",
        "Outcomes of the steps before are taken over as recorded and cost nothing."
      })
  static final class Retry extends Forking {
    @Option(
        names = "--from",
        required = true,
        paramLabel = "STEP",
        description = "the first step to run anew, with whatever depends on it")
    private String from;

    @Override
    public Integer call() {
      return start("retry", JsonNodeFactory.instance.objectNode().put("fromStep", from));
    }
  }

  /** {@code stint runs fork RUN [--from STEP] [-i NAME=VALUE]}. */
  @Command(
      name = "fork",
      description = {
        "Run a recorded run again, as a new run, with other inputs if you like.",
        "With --from, outcomes of the steps before are taken over as recorded."
      })
  static final class Fork extends Forking {
    @Option(
        names = "--from",
        paramLabel = "STEP",
        description = "the first step to run anew; default: every step")
    private String from;

    @Option(names = "-i", paramLabel = "NAME=VALUE", description = "another input")
    private Map<String, String> inputs = new LinkedHashMap<>();

    @Override
    public Integer call() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      if (from != null) body.put("fromStep", from);
      if (!inputs.isEmpty()) inputs.forEach(body.putObject("inputTexts")::put);
      if (from != null && !inputs.isEmpty()) {
        System.err.println(
            "stint: outcomes that are taken over were made from the original inputs");
      }
      return start("fork", body);
    }
  }
}
