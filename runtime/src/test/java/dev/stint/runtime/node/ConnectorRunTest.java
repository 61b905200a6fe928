package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.connector.http.TestService;
import dev.stint.runtime.decision.RunCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that use connectors, on a whole node: settings, grants, labels, kill. */
class ConnectorRunTest {
  private static final String HEAD =
      """
      apiVersion: stint/v1
      kind: Job
      name: night
      version: 0.1.0
      owner: group:ops
      inputs: {type: object, properties: {}}
      budget: {tokens: {soft: 1000, hard: 2000}}
      """;

  @TempDir private Path folder;
  private TestService service;
  private StintNode node;
  private NodeRuns runs;

  @BeforeEach
  void start() throws Exception {
    service = new TestService().answering("/v1/notes", 201, "application/json", "{\"id\": 7}");
    try (var ledger = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("ledger"));
        var statement = ledger.createStatement()) {
      statement.execute("create table entry (id int primary key, amount decimal(10,2))");
      statement.execute("insert into entry values (1, 1.10), (2, 2.20)");
    }
    Path token = Files.writeString(folder.resolve("token"), "crm-token-1\n");
    var settings =
        """
        stint.tools {
          egress.private = ["127.0.0.1"]
          sql.ledger.url = "jdbc:h2:file:%s"
          http.crm { base = "%sv1", methods = [POST], bearer = "file:%s" }
          commands.slow {
            description = "takes long", unsandboxed = true, timeout = 100s
            command = [sh, -c, "setsid sleep 4646.21 & sleep 90"]
          }
        }
        stint.labels.tools {
          "sql.ledger.query".answers { trust = endorsed }
          "http.crm.send".control = [method, path, query]
        }
        """
            .formatted(folder.resolve("ledger"), service.base(), token);
    node =
        StintNode.start(
            NodeSettings.of(folder.resolve("data"), ConfigFactory.parseString(settings)),
            InstantSource.system());
    runs = new NodeRuns(node);
  }

  @AfterEach
  void stop() {
    node.close();
    service.close();
  }

  @Test
  void shouldReadADatabaseAndTellAService() throws Exception {
    RunState done =
        runs.end(
            submit(
                """
                tools: [{use: 'sql.ledger.query@^1'}, {use: 'http.crm.send@^1'}]
                plan:
                  - {id: entries, tool: sql.ledger.query, params: {sql: 'select id as "id", amount as "amount" from entry where id > :least order by id', parameters: {least: 1}}}
                  - {id: tell, tool: http.crm.send, params: {path: notes, json: {rows: '${{ steps.entries.rows }}'}}}
                outputs:
                  answer: {value: '${{ string(steps.tell.json.id) }}', format: txt}
                """));

    assertThat(done.status()).as("%s", done.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(service.asked()).hasSize(1);
    assertThat(service.asked().getFirst().body())
        .isEqualTo("{\"rows\":[{\"amount\":\"2.20\",\"id\":2}]}");
    assertThat(service.asked().getFirst().header("Authorization")).isEqualTo("Bearer crm-token-1");
    assertThat(runs.artifact(done, "answer.txt")).isEqualTo("7");
  }

  @Test
  void shouldTakeNoJobThatUsesAToolWithoutAGrant() throws Exception {
    Path job = Files.createDirectories(folder.resolve("job"));
    Files.writeString(
        job.resolve("job.yaml"),
        HEAD
            + """
            tools: [{use: 'sql.ledger.query@^1'}]
            plan:
              - {id: tell, tool: http.crm.send, params: {path: notes}}
            """);

    assertThat(SpecReader.read(JobBundle.load(job)).toString())
        .contains("tool \"http.crm.send\" is not granted");
  }

  @Test
  void shouldKillACommandWithAllItStarted() throws Exception {
    // given
    RunId run =
        submit(
            """
            tools: [{use: 'command.slow@^1'}]
            plan:
              - {id: slow, tool: command.slow, params: {}}
            """);
    await().atMost(Duration.ofSeconds(60)).until(ConnectorRunTest::sleeping);

    // when
    runs.ask(run, new RunCommand.Kill("enough"));

    // then
    assertThat(runs.events(run, RunEvent.KillEffective.class).getFirst().unconfirmed()).isEmpty();
    assertThat(runs.end(run).status()).isEqualTo(RunStatus.KILLED);
    await().atMost(Duration.ofSeconds(60)).until(() -> !sleeping());
  }

  private static boolean sleeping() {
    return ProcessHandle.allProcesses()
        .anyMatch(p -> p.info().commandLine().orElse("").endsWith("sleep 4646.21"));
  }

  private RunId submit(String body) throws Exception {
    Path job = Files.createDirectories(folder.resolve("job"));
    Files.writeString(job.resolve("job.yaml"), HEAD + body);
    // Forced: an ungranted tool is what one of the tests is about.
    return runs.submit(SpecReader.readForced(JobBundle.load(job)));
  }
}
