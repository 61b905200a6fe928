package dev.stint.runtime.knowledge.source;

import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.RetrievalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A git working copy: a folder whose version is the commit that is checked out. What stands in the
 * folder is what counts, committed or not.
 */
record GitSource(Path folder, FolderLimits limits) implements KnowledgeSource {
  private static final String LINK = "gitdir: ";
  private static final String NAMED = "ref: ";

  @Override
  public Listed list() throws RetrievalException {
    Listed files = new FolderSource(folder, limits).list();
    return new Listed(files.documents(), commit(), files.notes());
  }

  private String commit() throws RetrievalException {
    try {
      Path git = folder.resolve(".git");
      if (Files.isRegularFile(git)) {
        String link = Files.readString(git).strip();
        if (link.startsWith(LINK)) git = folder.resolve(link.substring(LINK.length()));
      }
      if (!Files.isRegularFile(git.resolve("HEAD"))) throw noCopy();
      String head = Files.readString(git.resolve("HEAD")).strip();
      return head.startsWith(NAMED) ? commit(git, head.substring(NAMED.length())) : head;
    } catch (IOException _) {
      throw noCopy();
    }
  }

  /** A branch without commits has no version. */
  private static String commit(Path git, String name) throws IOException {
    Path common = git;
    if (Files.isRegularFile(git.resolve("commondir"))) {
      common = git.resolve(Files.readString(git.resolve("commondir")).strip()).normalize();
    }
    Path loose = common.resolve(name);
    if (Files.isRegularFile(loose)) return Files.readString(loose).strip();
    Path packed = common.resolve("packed-refs");
    if (!Files.isRegularFile(packed)) return "";
    Optional<String> line =
        Files.readAllLines(packed).stream().filter(one -> one.endsWith(" " + name)).findFirst();
    return line.map(found -> found.substring(0, found.indexOf(' '))).orElse("");
  }

  private RetrievalException noCopy() {
    return new RetrievalException(
        "source_no_working_copy", "expected a git working copy, found none in " + folder);
  }
}
