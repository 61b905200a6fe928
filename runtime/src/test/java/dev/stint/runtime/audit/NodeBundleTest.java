package dev.stint.runtime.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import dev.stint.runtime.audit.verify.BundleVerifier;
import dev.stint.runtime.audit.verify.Check;
import dev.stint.runtime.audit.verify.Finding;
import dev.stint.runtime.audit.verify.Trust;
import dev.stint.runtime.audit.verify.VerificationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bundles of what a whole node did, as both verifiers see them, and what whoever holds the log's
 * key can make of them.
 */
class NodeBundleTest {
  @TempDir static Path dir;
  private static BundledNode node;

  @BeforeAll
  static void run() throws Exception {
    node = new BundledNode(dir);
  }

  @AfterAll
  static void close() {
    node.close();
  }

  private static Path zip(String name, SortedMap<String, byte[]> files) throws Exception {
    return Files.write(dir.resolve(name), DeterministicZip.write(files));
  }

  @Test
  void shouldVerifyByBothVerifiersWithEveryLabelComputedAgain() throws Exception {
    VerificationReport report = BundleVerifier.verify(node.bundle, Trust.NONE);
    Path file = zip("good.zip", node.bundle);

    assertThat(report.findings()).isEmpty();
    String note = report.notes().get(Check.LABELS);
    int labels = Integer.parseInt(note.split(" ")[0]);
    int again = Integer.parseInt(note.split(" ")[2]);
    assertThat(labels).isGreaterThan(50);
    assertThat(again).isGreaterThan(labels - 10); // what a child gave back is not computed here
    assertThat(PythonVerifier.reasons(List.of(file))).containsEntry(file.toString(), 0);
  }

  /**
   * @param first the event that is changed: the first that has all of these words
   * @param code that the Java verifier gives among its findings
   * @param java the reason of the Java verifier
   * @param python the reason of the other one
   */
  private record Forgery(
      String how,
      RunId run,
      String first,
      Consumer<ObjectNode> change,
      String code,
      int java,
      int python) {
    @Override
    public String toString() {
      return how;
    }
  }

  private static void lower(ObjectNode data) {
    ((ObjectNode) data.path("label"))
        .put("conf", "PUBLIC")
        .put("integ", "SYSTEM")
        .remove("sources");
  }

  static Stream<Forgery> forgeries() {
    return Stream.of(
        new Forgery(
            "the label of an answer lowered",
            node.ways,
            "step.attempt_succeeded \"unit\":\"note\"",
            NodeBundleTest::lower,
            "label_fell",
            10,
            10),
        new Forgery(
            "a model's answer called the job's own word",
            node.agent,
            "step.attempt_succeeded \"unit\":\"work.1\"",
            NodeBundleTest::lower,
            "label_differs",
            11,
            11),
        new Forgery(
            "the label of what went in lowered",
            node.ways,
            "step.attempt_started \"unit\":\"note\"",
            NodeBundleTest::lower,
            "label_differs",
            11,
            11),
        new Forgery(
            "a label left out",
            node.ways,
            "step.attempt_started",
            data -> data.remove("label"),
            "label_missing",
            10,
            10),
        new Forgery(
            "the label of an agent's call lowered",
            node.agent,
            "step.attempt_started \"unit\":\"work.2.1\"",
            NodeBundleTest::lower,
            "label_differs",
            11,
            11),
        new Forgery(
            "a branch that went another way",
            node.ways,
            "branch.taken",
            data -> data.put("arm", 7),
            "decided_otherwise",
            10,
            10),
        new Forgery(
            "a child of another job",
            node.ways,
            "child.started",
            data -> data.withObject("job").put("digest", "0"),
            "decided_otherwise",
            10,
            10));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void shouldFindWhatTheHolderOfTheKeyMadeOfIt(Forgery forgery) throws Exception {
    String path = BundleLayout.EVENTS + forgery.run() + BundleLayout.LINES;
    var attack = new Attack(node.bundle, node.signer(), node.log, dir.resolve("scratch"));
    String meant =
        attack.lines(path).stream()
            .filter(line -> Stream.of(forgery.first().split(" ")).allMatch(line::contains))
            .findFirst()
            .orElseThrow();
    attack.line(
        path,
        meant,
        line -> {
          ObjectNode json = (ObjectNode) Json.parse(line);
          forgery.change().accept((ObjectNode) json.get("data"));
          return CanonicalJson.text(json);
        });
    attack.rechain(path);
    attack.replaceInLog(path);
    attack.resign();

    VerificationReport report = BundleVerifier.verify(attack.files, Trust.NONE);
    Path file = zip("forged-" + forgery.how().hashCode() + ".zip", attack.files);

    assertThat(report.findings())
        .as("%s", report.findings())
        .extracting(Finding::code)
        .contains(forgery.code());
    assertThat(report.failed().orElseThrow().number()).isEqualTo(forgery.java());
    assertThat(PythonVerifier.reasons(List.of(file)))
        .containsEntry(file.toString(), forgery.python());
  }
}
