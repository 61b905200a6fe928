package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexing and searching from the command line, with the real reading process. */
class KnowledgeCommandTest {
  @TempDir Path temp;
  private Path handbook;

  @BeforeEach
  void write() throws Exception {
    handbook = Files.createDirectory(temp.resolve("handbook"));
    Files.writeString(
        handbook.resolve("backups.md"), "# Backups\n\nBackups run each night at two.");
    Files.writeString(handbook.resolve("broken.pdf"), "no pdf");
  }

  private CommandLineRun stint(String... args) {
    return CommandLineRun.of(temp.resolve("data"), args);
  }

  @Test
  void shouldIndexAFolderAndSayWhatWasLeftOut() {
    CommandLineRun index = stint("knowledge", "index", handbook.toString());

    assertThat(index.exit()).as(index.err()).isZero();
    assertThat(index.out()).contains("handbook", "2 documents, 1 passages", "broken.pdf");
  }

  @Test
  void shouldFindPassagesAndWhereTheyStand() {
    CommandLineRun found =
        stint("knowledge", "search", handbook.toString(), "when do backups run", "-o", "json");

    assertThat(found.exit()).as(found.err()).isZero();
    assertThat(found.json().path("hits")).hasSize(1);
    assertThat(found.json().at("/hits/0/source").asText()).isEqualTo("backups.md");
    assertThat(found.json().at("/hits/0/firstLine").asInt()).isEqualTo(3);
  }

  @Test
  void shouldSayWhenNothingIsRelevant() {
    CommandLineRun found = stint("knowledge", "search", handbook.toString(), "penguins in winter");

    assertThat(found.exit()).isZero();
    assertThat(found.out()).contains("nothing relevant found");
  }

  @Test
  void shouldShowTheSourcesOfTheSettings() throws Exception {
    Path config = temp.resolve("stint.conf");
    Files.writeString(
        config,
        """
        stint.knowledge.sources.handbook {
          location = "folder:%s", owner = "group:ops", classification = confidential
        }
        """
            .formatted(handbook));
    String[] status = {"knowledge", "status", "--config", config.toString()};

    assertThat(stint(status).out()).contains("handbook", "confidential", "not indexed");
    assertThat(stint("knowledge", "index", "--config", config.toString()).exit()).isZero();
    assertThat(stint(status).out()).contains("group:ops").doesNotContain("not indexed");
  }

  @Test
  void shouldSayWhatIsExpectedInPlaceOfAnUnknownSource() {
    CommandLineRun refused = stint("knowledge", "index", "nowhere");

    assertThat(refused.exit()).isEqualTo(5);
    assertThat(refused.err()).contains("expected a folder");
    assertThat(stint("knowledge", "index").exit()).isEqualTo(2);
  }

  @Test
  void shouldNameABrokenSetting() throws Exception {
    Path config = temp.resolve("stint.conf");
    Files.writeString(config, "stint.knowledge.vectors = sometimes");

    CommandLineRun refused = stint("knowledge", "status", "--config", config.toString());

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("stint.knowledge.vectors", "expected auto, on or off");
  }
}
