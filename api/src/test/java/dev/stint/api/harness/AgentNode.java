package dev.stint.api.harness;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.submission.SubmitRequest;
import dev.stint.runtime.submission.SubmitResult;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A node in a process of its own that is to be killed: has one agent run, however often it is
 * started. Arguments: data folder, address of the model server, job folder.
 */
public final class AgentNode {
  /** Written beside the data folder when the run has ended. */
  static final String DONE = "done";

  private AgentNode() {}

  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    try (StintNode node = open(data, URI.create(args[1]))) {
      RunId run = submit(node, Path.of(args[2]));
      while (!state(node, run).finished()) TimeUnit.MILLISECONDS.sleep(50);
      Files.writeString(data.resolveSibling(DONE), run.value());
    }
  }

  static StintNode open(Path data, URI model) {
    var server =
        ConfigFactory.parseMap(
            Map.of(
                "stint.models.lab.protocol",
                "openai-chat",
                "stint.models.lab.base-url",
                model.toString()));
    return StintNode.start(NodeSettings.of(data, server), InstantSource.system());
  }

  static RunState state(StintNode node, RunId run) {
    return node.reader().run(run).orElseThrow().state();
  }

  private static RunId submit(StintNode node, Path folder) throws Exception {
    CompiledJob job = ((SpecResult.Ok) SpecReader.read(JobBundle.load(folder))).job();
    node.publisher().publish(job, "user:ann", true).toCompletableFuture().get(60, TimeUnit.SECONDS);
    var request =
        new SubmitRequest(
            job.spec().name(),
            Optional.empty(),
            Optional.of(job.digest()),
            JsonNodeFactory.instance.objectNode(),
            Optional.empty(),
            false,
            0,
            Map.of(),
            Optional.of("the-one-agent"),
            "user:ann",
            true);
    SubmitResult result =
        node.submissions().submit(request).toCompletableFuture().get(60, TimeUnit.SECONDS);
    if (result instanceof SubmitResult.Accepted accepted) return accepted.run().submitted().run();
    throw new IllegalStateException("expected the run to be accepted, found " + result);
  }
}
