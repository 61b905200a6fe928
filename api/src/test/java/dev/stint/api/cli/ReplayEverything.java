package dev.stint.api.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Every command that replays or reads the record, one after the other, in a process of its own; and
 * before them, when asked, a run. Arguments: {@code run|replay DATA JOB RUN FOLDER}.
 */
final class ReplayEverything {
  private ReplayEverything() {}

  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[1]);
    if (args[0].equals("run")) {
      CommandLineRun done = CommandLineRun.of(data, "run", args[2], "-o", "json");
      if (done.exit() != 0) throw new IllegalStateException(done.toString());
      System.out.println(done.json().path("run_id").asText());
      return;
    }
    String run = args[3];
    Path policy = Path.of(args[4], "policy.yaml");
    Files.writeString(
        policy, "apiVersion: stint/v1\nkind: Policy\nname: strict\ndeny: {tools: [stint.noop]}\n");
    Path prompt = Path.of(args[4], "other.md");
    Files.writeString(prompt, "Say it in fewer words, please, and in one sentence only.\n");
    List<String[]> commands =
        List.of(
            new String[] {"replay", run},
            new String[] {"replay", run, "--at", "3"},
            new String[] {"replay", run, "--verify"},
            new String[] {"replay", run, "--what-if", "--policy", policy.toString()},
            new String[] {"replay", run, "--what-if", "--budget", "50"},
            new String[] {"replay", run, "--what-if", "--budget", "90000"},
            new String[] {"replay", run, "--what-if", "--prompt", "ask=" + prompt},
            new String[] {"runs", "diff", run, run},
            new String[] {"lineage", "--model", "openai/tiny"},
            new String[] {"lineage", "--source", "policies.md"},
            new String[] {"audit", "verify", run});
    for (String[] command : commands) {
      String[] json = java.util.Arrays.copyOf(command, command.length + 2);
      json[command.length] = "-o";
      json[command.length + 1] = "json";
      CommandLineRun done = CommandLineRun.of(data, json);
      System.out.println(
          done.exit()
              + " "
              + done.out()
                  .replaceAll("\"(took_us|latency_ms)\" : \\d+", "")
                  .replaceAll("\\s+", " "));
    }
  }
}
