package dev.stint.runtime.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.knowledge.source.KnowledgeSources;
import dev.stint.runtime.tool.DeclaredSource;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeSearchToolTest {
  @TempDir Path temp;
  private Path folder;
  private KnowledgeBase knowledge;
  private KnowledgeSearchTool tool;

  @BeforeEach
  void open() throws Exception {
    folder = Files.createDirectory(temp.resolve("handbook"));
    Files.writeString(folder.resolve("backups.md"), "# Backups\n\nBackups run each night at two.");
    Files.writeString(
        folder.resolve("restore.html"),
        "<h1>Restore</h1><p>When backups run, the lead can restore them.</p>");
    var settings =
        ConfigFactory.parseString(
                """
                stint.knowledge.sources.handbook {
                  location = "folder:%s", owner = "group:ops"
                  classification = confidential, departments = [legal]
                }
                """
                    .formatted(folder))
            .withFallback(ConfigFactory.load());
    var read = KnowledgeSettings.from(settings.getConfig("stint.knowledge"));
    knowledge =
        new KnowledgeBase(
            temp.resolve("data"),
            read,
            new KnowledgeSources(read.limits(), EgressGate.PUBLIC_ONLY, Map.of()),
            Optional.empty(),
            InstantSource.system(),
            () -> {});
    tool = new KnowledgeSearchTool(knowledge);
  }

  @AfterEach
  void close() {
    knowledge.close();
  }

  @Test
  void shouldGivePassagesThatCitationsCanPointTo() throws Exception {
    ToolResult result = call(FolderToolContext.reading(folder));

    JsonNode output = result.output();
    assertThat(JsonSchemas.validate(tool.descriptor().outputSchema(), output)).isEmpty();
    assertThat(output.path("sufficient").asBoolean()).isTrue();
    assertThat(output.path("version").asText()).startsWith("sha256:");
    for (JsonNode chunk : output.path("chunks")) {
      String text = chunk.path("text").asText();
      assertThat(chunk.path("hash").asText()).isEqualTo(Sha256.hex(text));
      byte[] file = Files.readAllBytes(folder.resolve(chunk.path("source").asText()));
      assertThat(chunk.path("documentHash").asText()).isEqualTo(Sha256.hex(file));
    }
    assertThat(result.tokens()).isPositive().isLessThanOrEqualTo(1000);
  }

  @Test
  void shouldRememberAnswersUnlessTheJobSaysOtherwise() throws Exception {
    var asked = Json.parse("{\"source\": \"policies\", \"query\": \"when do backups run\"}");
    ObjectNode afresh = asked.deepCopy();
    afresh.put("cache", false);
    var context = FolderToolContext.reading(folder);

    assertThat(tool.call(asked, context).output().path("cached").asBoolean()).isFalse();
    assertThat(tool.call(asked, context).output().path("cached").asBoolean()).isTrue();
    assertThat(tool.call(afresh, context).output().path("cached").asBoolean()).isFalse();
  }

  @Test
  void shouldGiveASourceOfThePlatformToTheDepartmentItIsFor() throws Exception {
    ToolResult result = call(declaring("knowledge:handbook", "confidential", "legal"));

    assertThat(result.output().path("sourceId").asText()).isEqualTo("handbook");
    assertThat(result.output().path("classification").asText()).isEqualTo("confidential");
  }

  @Test
  void shouldRefuseASourceOfThePlatformToAnotherDepartment() {
    assertThat(refusal(declaring("knowledge:handbook", "confidential", "sales")))
        .isEqualTo("source_denied");
  }

  @Test
  void shouldRefuseASourceThatTheJobDeclaresAsMoreOpenThanItIs() {
    assertThat(refusal(declaring("knowledge:handbook", "internal", "legal")))
        .isEqualTo("source_classified_higher");
  }

  @Test
  void shouldRefuseASourceThatNobodyDeclared() {
    assertThat(refusal(declaring("knowledge:other", "restricted", "legal")))
        .isEqualTo("source_unknown");
    assertThat(refusal(declaring("https://example.org/list", "restricted", "legal")))
        .isEqualTo("source_unsupported");
  }

  @Test
  void shouldNotLookBeforeItsPermitIsLive() {
    var context = FolderToolContext.reading(folder);
    context.fence();

    assertThat(catchThrowableOfType(InterruptedException.class, () -> call(context))).isNotNull();
    assertThat(temp.resolve("data")).doesNotExist();
  }

  private ToolResult call(ToolContext context) throws ToolException, InterruptedException {
    return tool.call(
        Json.parse("{\"source\": \"policies\", \"query\": \"when do backups run\"}"), context);
  }

  private String refusal(ToolContext context) {
    return catchThrowableOfType(ToolException.class, () -> call(context)).failure().code();
  }

  private ToolContext declaring(String location, String classification, String department) {
    return FolderToolContext.reading(folder)
        .declaring(new DeclaredSource("policies", location, classification, department));
  }
}
