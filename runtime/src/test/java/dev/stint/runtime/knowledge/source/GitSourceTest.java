package dev.stint.runtime.knowledge.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.RetrievalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Working copies made by git itself. */
class GitSourceTest {
  @TempDir Path temp;
  private Path copy;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(installed(), "git is not installed");
    copy = Files.createDirectory(temp.resolve("copy"));
    git(copy, "init", "-q");
    Files.writeString(copy.resolve("a.md"), "# A\n\nFirst.");
    git(copy, "add", "-A");
    git(copy, "commit", "-q", "-m", "first");
  }

  @Test
  void shouldHaveTheCommitAsItsVersion() throws Exception {
    Listed listed = open(copy).list();

    assertThat(listed.version()).isEqualTo(git(copy, "rev-parse", "HEAD"));
    assertThat(listed.documents().keySet()).containsExactly("a.md");
  }

  @Test
  void shouldFindTheCommitOfAPackedBranchOfAnotherWorktreeAndOfNone() throws Exception {
    git(copy, "worktree", "add", "-q", temp.resolve("tree").toString());
    git(copy, "pack-refs", "--all");
    String head = git(copy, "rev-parse", "HEAD");

    assertThat(open(copy).list().version()).isEqualTo(head);
    assertThat(open(temp.resolve("tree")).list().version()).isEqualTo(head);

    git(copy, "checkout", "-q", "--detach");
    assertThat(open(copy).list().version()).isEqualTo(head);
  }

  @Test
  void shouldRefuseAFolderThatIsNoWorkingCopy() throws Exception {
    Path plain = Files.createDirectory(temp.resolve("plain"));

    var refused = catchThrowableOfType(RetrievalException.class, () -> open(plain).list());

    assertThat(refused.code()).isEqualTo("source_no_working_copy");
  }

  private static KnowledgeSource open(Path folder) throws RetrievalException {
    return new KnowledgeSources(FolderLimits.DEFAULT, EgressGate.PUBLIC_ONLY, Map.of())
        .open(SourceSpec.of("copy", "git:" + folder, Classification.INTERNAL));
  }

  private static boolean installed() throws InterruptedException {
    try {
      return new ProcessBuilder("git", "--version").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static String git(Path folder, String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C"));
    command.add(folder.toString());
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.strip();
  }
}
