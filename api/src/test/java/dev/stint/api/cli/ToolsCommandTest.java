package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.runtime.tool.plugin.PluginBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools as composers see them, a plugin's among them. */
class ToolsCommandTest {
  @TempDir Path folder;

  private CommandLineRun stint(String... args) {
    return CommandLineRun.of(folder.resolve("data"), args);
  }

  private void plugin() throws Exception {
    plugin("Shouts");
  }

  private void plugin(String description) throws Exception {
    Path project = folder.resolve("shout");
    write(
        project.resolve("src/acme/Shout.java"),
        """
        package acme;

        import dev.stint.runtime.tool.ToolContext;
        import dev.stint.runtime.tool.sdk.Declaration;
        import dev.stint.runtime.tool.sdk.TypedTool;

        public final class Shout implements TypedTool<Shout.In, Shout.Out> {
          public record In(String text) {}

          public record Out(String text) {}

          @Override
          public Declaration<In, Out> declaration() {
            return Declaration.of("acme.shout", "1.0.0", "%s", In.class, Out.class).computes();
          }

          @Override
          public Out call(In in, ToolContext context) {
            return new Out(in.text().toUpperCase() + "!");
          }
        }
        """
            .formatted(description));
    write(
        project.resolve("resources/META-INF/services/dev.stint.runtime.tool.sdk.TypedTool"),
        "acme.Shout\n");
    assertThat(PluginBuild.build(project, folder.resolve("data/plugins/shout.jar"))).isEmpty();
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void shouldListBuiltInToolsAndPlugins() throws Exception {
    plugin();

    CommandLineRun list = stint("tools", "list");

    assertThat(list.exit()).as(list.err()).isZero();
    assertThat(list.out())
        .containsPattern("stint\\.publish +\\S+ +write +stint ")
        .containsPattern("acme\\.shout +1\\.0\\.0 +none +plugin:shout\\.jar +Shouts");
  }

  @Test
  void shouldSayWhichPluginCannotBeOffered() throws Exception {
    write(folder.resolve("data/plugins/broken.jar"), "no jar");

    CommandLineRun list = stint("tools", "list");

    assertThat(list.exit()).isZero();
    assertThat(list.err()).contains("broken.jar");
  }

  @Test
  void shouldShowWhatAToolDeclares() {
    CommandLineRun shown = stint("tools", "show", "stint.publish");

    assertThat(shown.exit()).isZero();
    assertThat(shown.out())
        .contains("effect     write", "grant      tools: [{use: 'stint.publish@^");
    assertThat(stint("tools", "show", "stint.publihs").err()).contains("stint.publish");
    assertThat(stint("tools", "show", "stint.publihs").exit()).isEqualTo(5);
  }

  private Path job() throws Exception {
    Path job = folder.resolve("job");
    write(
        job.resolve("job.yaml"),
        """
        apiVersion: stint/v1
        kind: Job
        name: loud
        version: 1.0.0
        owner: group:me
        tools:
          - {use: 'acme.shout@^1'}
        plan:
          - {id: shout, tool: acme.shout, params: {text: hello}}
        outputs:
          said: {value: '${{ steps.shout.text }}', format: txt}
        """);
    return job;
  }

  @Test
  void shouldRunAJobWithAPluginsTool() throws Exception {
    plugin();
    Path job = job();

    assertThat(stint("plan", job.toString()).out())
        .containsPattern("shout +tool +acme\\.shout +none");
    CommandLineRun run = stint("run", job.toString());

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    try (var files = Files.walk(folder.resolve("data/artifacts"))) {
      Path said =
          files
              .filter(f -> f.getFileName().toString().startsWith("said"))
              .findFirst()
              .orElseThrow();
      assertThat(said).hasContent("HELLO!");
    }
  }

  /** As the guide says, in the folder of a newcomer. */
  private void newTool() throws Exception {
    InitTool.write("word_count", folder.resolve("word_count"));
  }

  private String tool() {
    return folder.resolve("word_count").toString();
  }

  @Test
  void shouldBuildTestAndUseAToolFromInit() throws Exception {
    newTool();

    CommandLineRun built = stint("tools", "build", tool());
    assertThat(built.exit()).as(built.err()).isZero();
    assertThat(built.out()).contains("built my.word_count 1.0.0", "1 held", "plugins");

    CommandLineRun tested = stint("tools", "test", "my.word_count", "-i", "text=two words");
    assertThat(tested.exit()).as(tested.out() + tested.err()).isZero();
    assertThat(tested.json().path("words").asInt()).isEqualTo(2);

    CommandLineRun run = stint("run", tool() + "/job");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
  }

  @Test
  void shouldInstallNothingThatDoesNotCompileOrMissesItsExamples() throws Exception {
    newTool();
    Path source = folder.resolve("word_count/src/my/WordCount.java");
    String good = Files.readString(source);

    write(source, good.replace("words.size()", "words.sise()"));
    CommandLineRun wrong = stint("tools", "build", tool());
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.err()).contains("does not compile", "src/my/WordCount.java:", "sise");

    write(source, good.replace("words.size()", "words.size() + 1"));
    CommandLineRun off = stint("tools", "build", tool());
    assertThat(off.exit()).isEqualTo(1);
    assertThat(off.err()).contains("sentence.json", "expected", "found");
    assertThat(folder.resolve("data/plugins")).doesNotExist();
  }

  @Test
  void shouldRefuseAnExampleInWhichADryRunLetsSomethingOut() throws Exception {
    newTool();
    Path source = folder.resolve("word_count/src/my/WordCount.java");
    String careless =
        Files.readString(source)
            .replace(".computes();", ";")
            .replace(
                "throws ToolException {", "throws InterruptedException { context.beforeEffect();");
    write(source, careless);

    assertThat(stint("tools", "build", tool()).err())
        .contains("a dry run must not let anything out");
  }

  @Test
  void shouldTestAToolThatWritesWithoutWriting() {
    CommandLineRun tested =
        stint("tools", "test", "stint.ticket.open", "-i", "queue=support", "-i", "title=Hello");

    assertThat(tested.exit()).as(tested.out() + tested.err()).isZero();
    assertThat(tested.json().path("opened").asBoolean()).isFalse();
  }

  @Test
  void shouldSayWhyATestFails() {
    CommandLineRun tested = stint("tools", "test", "stint.ticket.open", "-i", "queue=../x");

    assertThat(tested.exit()).isEqualTo(1);
    assertThat(tested.err()).contains("does not take these arguments", "title");
    assertThat(stint("tools", "test", "stint.nope").exit()).isNotZero();
  }

  /** A16, over processes: the version that was published is the version that was looked at. */
  @Test
  void shouldHaltAPublishedJobWhoseToolHasChanged() throws Exception {
    plugin();
    assertThat(stint("jobs", "publish", job().toString()).exit()).isZero();
    plugin("Shouts");
    assertThat(stint("run", "loud").exit()).isZero();

    plugin("Shouts, and tells everybody");

    CommandLineRun run = stint("run", "loud");
    assertThat(run.exit()).isEqualTo(8);
    assertThat(run.out() + run.err()).contains("tool_drift");
  }
}
