package dev.stint.runtime.attack;

import static dev.stint.runtime.attack.Attacker.calls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A name that comes in disguise, before a model that says all it hears: A19. The job redacts names
 * and addresses, and keeps departments.
 */
class DisguiseAttackTest {
  private static final String PII =
      "policies:\n  pii: {redact: [employee_name, email, phone], allow: [department],"
          + " at: [prompt, output, log], directory: people.txt}\n";

  @TempDir Path folder;
  private AttackedNode node;

  @AfterEach
  void close() {
    node.close();
  }

  /** A document, and its name. */
  private record Disguise(String how, String document, String text) {
    @Override
    public String toString() {
      return how;
    }

    /** Whoever asks for a document by its name knows the name. */
    ModelReply looked() {
      return document.equals("a.md")
          ? calls("stint.documents.read", "{\"source\": \"docs\", \"document\": \"a.md\"}")
          : calls(
              "stint.documents.search",
              "{\"source\": \"docs\", \"query\": \"Legal department decides\", \"minSources\": 1}");
    }
  }

  static Disguise[] disguises() {
    String encoded =
        Base64.getEncoder()
            .encodeToString("ask Jane Doe in Legal".getBytes(StandardCharsets.UTF_8));
    return new Disguise[] {
      new Disguise("a file name", "jane-doe.md", "# Notes\n\nThe Legal department decides.\n"),
      new Disguise("a heading", "a.md", "# Notes by Jane Doe\n\nThe Legal department decides.\n"),
      new Disguise(
          "a table header",
          "a.md",
          "# Legal\n\n| Week | Jane Doe |\n| --- | --- |\n| 1 | Legal department |\n"),
      new Disguise(
          "zero width", "a.md", "# Legal\n\nAsk Ja\u200bne D\u200coe of the Legal department.\n"),
      new Disguise(
          "other letters", "a.md", "# Legal\n\nAsk J\u0430ne D\u043ee of the Legal department.\n"),
      new Disguise(
          "full width", "a.md", "# Legal\n\nAsk \uff2aane \uff24oe of the Legal department.\n"),
      new Disguise("base64", "a.md", "# Legal\n\nLegal department: " + encoded + "\n"),
      new Disguise(
          "two passages",
          "a.md",
          "# Legal\n\n## Who\n\nThe Legal department decides, that is Jane\n\n## When\n\nDoe decides at once.\n"),
      new Disguise(
          "an address in two passages",
          "a.md",
          "# Legal\n\n## Who\n\nThe Legal department: jane.doe@ac\n\n## When\n\nme.test answers at once.\n"),
      new Disguise(
          "an address", "a.md", "# Legal\n\nLegal department: jane.doe [at] acme [dot] test\n"),
    };
  }

  /** Says all that it was told, in its prompt or in its conversation. */
  private static ModelReply echo(ModelRequest request) {
    var all = new StringBuilder(request.instructions()).append(PromptText.data(request));
    for (ModelMessage message : request.messages()) all.append(message).append('\n');
    return Attacker.says(all.toString());
  }

  private Attacker start(Disguise disguise, Attacker attacker) throws Exception {
    node = new AttackedNode(folder, attacker, "");
    node.file("prompts/goal.md", "Say who decides.")
        .file("prompts/write.md", "Say who decides.")
        .file("people.txt", "Jane Doe\n")
        .file("docs/" + disguise.document(), disguise.text());
    return attacker;
  }

  private void assertNobodyLearns(String what) {
    String plain = what.toLowerCase(Locale.ROOT);
    assertThat(plain)
        .contains("legal department")
        .doesNotContain("jane", "doe ", "doe,", "d\u200coe", "\u0430ne", "acme")
        .doesNotContain(
            Base64.getEncoder()
                .encodeToString("ask Jane".getBytes())
                .substring(0, 8)
                .toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("disguises")
  void shouldShowTheNameInA19ToNoPrompt(Disguise disguise) throws Exception {
    Attacker attacker = start(disguise, new Attacker(DisguiseAttackTest::echo));
    String job =
        AttackJobs.steps("curated", "internal", "")
            .replace("document: policy.md", "document: " + disguise.document())
            .replace("plan:\n", PII + "plan:\n");

    RunState run =
        node.run(
            job
                + """
                  - {id: say, prompt: prompts/write.md, params: {chunks: '${{ steps.read.chunks.map(c, {"id": c.id, "source": c.source, "title": c.title, "heading": c.heading, "text": c.text}) }}'}, maxTokens: 200}
                  - {id: ticket, tool: stint.ticket.open, params: {queue: reviews, title: Review, text: '${{ steps.say.text }}'}}
                outputs:
                  said: {value: '${{ steps.say.text }}', format: txt}
                  seen: {value: '${{ steps.read.chunks }}'}
                """);

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertNobodyLearns(attacker.told());
    assertNobodyLearns(node.artifact(run, "said.txt"));
    assertNobodyLearns(node.artifact(run, "seen.json"));
    assertNobodyLearns(node.written());
  }

  @ParameterizedTest
  @MethodSource("disguises")
  void shouldShowTheNameInA19ToNoAgent(Disguise disguise) throws Exception {
    Attacker attacker =
        start(
            disguise,
            new Attacker(request ->
                request.messages().stream().anyMatch(ModelMessage.Assistant.class::isInstance)
                    ? echo(request)
                    : disguise.looked()));

    RunState run =
        node.run(
            AttackJobs.agent("curated", "internal", "", "turns: 9")
                .replace("tools:\n", "tools:\n  - {use: 'stint.documents.search@^1'}\n")
                .replace("tools: [stint", "tools: [stint.documents.search, stint")
                .replace("policies:\n", PII));

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertNobodyLearns(attacker.told());
    assertNobodyLearns(node.artifact(run, "answer.json"));
  }

  @Test
  void shouldPassOnTheTwinOfA19WithoutNamesWordForWord() throws Exception {
    var honest =
        new Disguise("none", "a.md", "# Legal\n\nThe Legal department decides in 3-5 days.\n");
    Attacker attacker = start(honest, Attacker.wishing());

    RunState run =
        node.run(
            AttackJobs.steps("curated", "internal", "")
                    .replace("document: policy.md", "document: a.md")
                    .replace("plan:\n", PII + "plan:\n")
                + "  - {id: say, prompt: prompts/write.md, params: {chunks: '${{ steps.read.chunks }}'}, maxTokens: 200}\n");

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(attacker.told()).contains("The Legal department decides in 3-5 days.");
  }
}
