package dev.stint.runtime.node;

import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.model.server.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A whole node for each test, and a model server in another process for all of them. */
abstract class ModelRunFixture {
  static ServerProcess server;
  @TempDir Path data;
  StintNode node;

  @BeforeAll
  static void startServer() {
    server = ServerProcess.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void startNode() {
    var config =
        ConfigFactory.parseString(
            """
            stint.models.near { protocol = openai-chat, base-url = "%s",
              prices = [{model = "ok", input = "1", cached = "0.1", output = "2"}] }
            """
                .formatted(server.at("/v1")));
    node = StintNode.start(NodeSettings.of(data, config), InstantSource.system());
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  static String job(String model, String retry) {
    return job(model, "retry: " + retry, "legal", "internal");
  }

  static String job(String model, String step, String department, String classification) {
    return """
    apiVersion: stint/v1
    kind: Job
    name: asks
    version: 1.0.0
    owner: group:me
    labels: {department: %s}
    data: [{id: papers, source: 'folder:papers', classification: %s, access: read}]
    inputs: {type: object}
    budget: {tokens: {hard: 9000}}
    model: %s
    plan:
      - {id: ask, prompt: prompts/ask.md, maxTokens: 50, %s}
    outputs:
      said: {value: '${{ steps.ask.text }}', format: txt}
    """
        .formatted(department, classification, model, step);
  }

  RunId submit(String job, Map<String, String> scripts) throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    files.put("job.yaml", job.getBytes(StandardCharsets.UTF_8));
    files.put("prompts/ask.md", "Say something.".getBytes(StandardCharsets.UTF_8));
    scripts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return new NodeRuns(node).submit(SpecReader.read(JobBundle.of(files)));
  }

  RunState end(RunId run) {
    return new NodeRuns(node).end(run);
  }

  <E> List<E> events(RunId run, Class<E> type) {
    return new NodeRuns(node).events(run, type);
  }

  List<String> models(RunId run) {
    return events(run, StepEvent.AttemptStarted.class).stream()
        .filter(e -> e.step().equals("ask"))
        .map(e -> e.pins().get("model"))
        .toList();
  }
}
