package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.library.Component;
import dev.stint.config.library.LibraryFolders;
import dev.stint.config.library.LibraryUse;
import dev.stint.config.library.LibraryUses;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.config.spec.VersionRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library that comes with Stint: complete, and every example of it runs. */
class LibraryTest {
  private static final Path HOME = Path.of("..");

  @TempDir Path folder;

  private final LibraryFolders library = new LibraryFolders(HOME, List.of(), VersionRange::accepts);

  private List<Path> examples() throws Exception {
    try (var all = Files.walk(HOME.resolve("library"))) {
      return all.filter(p -> p.endsWith("example/job.yaml")).map(Path::getParent).sorted().toList();
    }
  }

  private CommandLineRun run(Path job, String... more) {
    List<String> args = new java.util.ArrayList<>(List.of("run", job.toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(folder.resolve("data"), args.toArray(String[]::new));
  }

  @Test
  void shouldUseEveryComponentInAnExampleThatIsValid() throws Exception {
    Set<String> used = new TreeSet<>();
    for (Path example : examples()) {
      JobBundle bundle = JobBundle.load(example);
      assertThat(SpecReader.read(bundle)).as("%s", example).isInstanceOf(SpecResult.Ok.class);
      for (var file : bundle.files().entrySet()) {
        if (!file.getKey().endsWith(".yaml")) continue;
        LibraryUses.of(file.getValue()).stream().map(LibraryUse::name).forEach(used::add);
      }
    }
    Set<String> all = library.list().stream().map(Component::name).collect(Collectors.toSet());
    assertThat(all).hasSizeGreaterThanOrEqualTo(10).isEqualTo(used);
  }

  @Test
  void shouldRunEveryExample() throws Exception {
    for (Path example : examples()) {
      CommandLineRun run = run(example, "--approve-as", "lead");
      assertThat(run.exit()).as("%s: %s", example, run.err()).isZero();
    }
  }

  @Test
  void shouldBeginAJobWithAnExampleThatKeepsItsComponents() throws Exception {
    Path job = folder.resolve("weekly");
    JobTemplate.find(HOME.resolve("library/approved_publish/1.0.0/example").toString())
        .write(job, "weekly");
    assertThat(job.resolve("library/cited_sections/1.0.0/component.yaml")).isRegularFile();
    assertThat(job.resolve("library/summarize_passages/1.0.0/prompt.md")).isRegularFile();
    assertThat(Files.readString(job.resolve("job.yaml"))).contains("name: weekly\n");
    assertThat(run(job, "--approve-as", "lead").exit()).isZero();
    assertThat(folder.resolve("data/published/reports")).isNotEmptyDirectory();
  }
}
