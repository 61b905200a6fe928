package dev.stint.runtime.tool.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.config.json.Json;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that are compiled, packed and loaded as their authors would. */
class PluginJarTest {
  @TempDir Path folder;

  private PluginProject project(String name) {
    return new PluginProject(folder.resolve(name));
  }

  private FolderToolContext context() {
    return FolderToolContext.writing(folder, "key");
  }

  @Test
  void shouldCallAToolOfAJar() throws Exception {
    Path jar =
        project("upper")
            .tool("Upper", "acme.upper", "return new Out(in.text().toUpperCase());")
            .built(folder.resolve("plugins/upper.jar"));

    try (PluginJar plugin = PluginJar.open(jar)) {
      assertThat(plugin.problems()).isEmpty();
      Tool tool = plugin.tools().getFirst();
      assertThat(tool.descriptor().name()).isEqualTo("acme.upper");
      assertThat(tool.call(Json.parse("{\"text\": \"abc\"}"), context()).output())
          .isEqualTo(Json.parse("{\"text\": \"ABC\"}"));
    }
  }

  @Test
  void shouldOfferTheOthersWhenOneToolIsBroken() throws Exception {
    Path jar =
        project("mixed")
            .service("acme.Missing")
            .tool("Look", "stint.publish", "return new Out(\"\");")
            .tool("Good", "acme.good", "return new Out(\"good\");")
            .built(folder.resolve("mixed.jar"));

    try (PluginJar plugin = PluginJar.open(jar)) {
      assertThat(plugin.tools())
          .extracting(t -> t.descriptor().name())
          .containsExactly("acme.good");
      assertThat(plugin.problems()).hasSize(2).allMatch(p -> p.code().equals("plugin_invalid"));
      assertThat(plugin.problems())
          .extracting(ToolProblem::message)
          .anyMatch(m -> m.contains("acme.Missing"))
          .anyMatch(m -> m.contains("stint.publish"));
    }
  }

  @Test
  void shouldSayWhatAJarWithoutToolsLacks() throws Exception {
    Path jar =
        project("none")
            .write("src/acme/Nothing.java", "package acme; class Nothing {}")
            .built(folder.resolve("none.jar"));

    try (PluginJar plugin = PluginJar.open(jar)) {
      assertThat(plugin.problems().getFirst().code()).isEqualTo("plugin_empty");
    }
  }

  @Test
  void shouldReportAFileThatIsNoJar() throws Exception {
    Path jar = Files.writeString(folder.resolve("text.jar"), "not a jar");

    try (PluginJar plugin = PluginJar.open(jar)) {
      assertThat(plugin.tools()).isEmpty();
      assertThat(plugin.problems()).isNotEmpty();
    }
  }

  @Test
  void shouldHideTheProgramFromPlugins() throws Exception {
    String look =
        """
        try {
          Class.forName("dev.stint.runtime.node.StintNode");
          return new Out("seen");
        } catch (ClassNotFoundException e) {
          return new Out("hidden");
        }
        """;
    Path jar = project("spy").tool("Spy", "acme.spy", look).built(folder.resolve("spy.jar"));

    try (PluginJar plugin = PluginJar.open(jar)) {
      assertThat(plugin.tools().getFirst().call(Json.parse("{\"text\": \"\"}"), context()).output())
          .isEqualTo(Json.parse("{\"text\": \"hidden\"}"));
    }
  }

  @Test
  void shouldKeepPluginsOfOneClassNameApart() throws Exception {
    Path one =
        project("one")
            .tool("Same", "acme.one", "return new Out(\"one\");")
            .built(folder.resolve("one.jar"));
    Path two =
        project("two")
            .tool("Same", "acme.two", "return new Out(\"two\");")
            .built(folder.resolve("two.jar"));

    try (PluginJar first = PluginJar.open(one);
        PluginJar second = PluginJar.open(two)) {
      var args = Json.parse("{\"text\": \"\"}");
      assertThat(first.tools().getFirst().call(args, context()).output().path("text").asText())
          .isEqualTo("one");
      assertThat(second.tools().getFirst().call(args, context()).output().path("text").asText())
          .isEqualTo("two");
    }
  }

  @Test
  void shouldTurnAMissingClassInACallIntoAFaultOfTheCall() throws Exception {
    PluginProject project = project("torn");
    project.write(
        "src/acme/Gone.java", "package acme; class Gone { static String x() { return \"\"; } }");
    project.tool("Torn", "acme.torn", "return new Out(Gone.x());");
    Path jar = project.built(folder.resolve("torn.jar"));
    removeFromJar(jar, "acme/Gone.class");

    try (PluginJar plugin = PluginJar.open(jar)) {
      Tool tool = plugin.tools().getFirst();
      assertThatThrownBy(() -> tool.call(Json.parse("{\"text\": \"\"}"), context()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("acme.torn broke");
    }
  }

  private static void removeFromJar(Path jar, String entry) throws Exception {
    try (var files = java.nio.file.FileSystems.newFileSystem(jar)) {
      Files.delete(files.getPath(entry));
    }
  }

  @Test
  void shouldSayEverythingThatTheCompilerFound() throws Exception {
    PluginProject project =
        project("wrong").tool("Wrong", "acme.wrong", "int a = \"x\"; return missing;");

    var problems = PluginBuild.build(project.folder(), folder.resolve("wrong.jar"));

    assertThat(problems).hasSize(2).allMatch(p -> p.startsWith("src/acme/Wrong.java:"));
    assertThat(folder.resolve("wrong.jar")).doesNotExist();
  }

  @Test
  void shouldMakeTheSameJarFromTheSameFiles() throws Exception {
    PluginProject project = project("same").tool("Same", "acme.same", "return new Out(\"\");");

    byte[] first = Files.readAllBytes(project.built(folder.resolve("a.jar")));
    byte[] second = Files.readAllBytes(project.built(folder.resolve("b.jar")));

    assertThat(second).isEqualTo(first);
  }
}
