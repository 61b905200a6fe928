package dev.stint.api.cli;

import dev.stint.runtime.knowledge.KnowledgeBase;
import dev.stint.runtime.knowledge.index.IndexState;
import dev.stint.runtime.knowledge.index.KnowledgeAnswer;
import dev.stint.runtime.knowledge.index.KnowledgeIndex;
import dev.stint.runtime.knowledge.index.SearchMode;
import dev.stint.runtime.knowledge.index.UpdateReport;
import dev.stint.runtime.knowledge.source.SourceSpec;
import dev.stint.runtime.retrieval.RetrievalException;
import dev.stint.runtime.retrieval.SearchRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint knowledge index|status|search}: on a data folder, beside a server or without. */
final class KnowledgeCommands {
  private static final String SOURCE =
      "a source of stint.knowledge.sources, a folder, or git:<working copy>";

  private KnowledgeCommands() {}

  /** {@code stint knowledge index}. */
  @Command(
      name = "index",
      description = "Bring sources up to date: read what changed, forget what is gone.")
  static final class Index implements Callable<Integer> {
    @Mixin private GlobalOptions common;
    @Mixin private ConfigOption config;

    @Parameters(
        paramLabel = "SOURCE",
        arity = "0..*",
        description = SOURCE + " (default: every source of the settings)")
    private List<String> names = List.of();

    @Option(
        names = "--all",
        description = "read every document again, also those that look unchanged")
    private boolean all;

    private final Terminal t = new Terminal();

    @Override
    public Integer call() throws InterruptedException {
      var opened = OpenKnowledge.at(common, config);
      try (KnowledgeBase knowledge = opened.knowledge()) {
        for (SourceSpec source : opened.sources(names)) index(knowledge, source);
      } catch (RetrievalException e) {
        throw OpenKnowledge.refused(e);
      }
      return ExitCode.SUCCESS.code();
    }

    private void index(KnowledgeBase knowledge, SourceSpec source)
        throws RetrievalException, InterruptedException {
      var progress = new CareProgress(t, source.id() + ": indexed");
      long start = System.nanoTime();
      UpdateReport report = knowledge.update(source, all, progress::at);
      progress.end();
      long millis = (System.nanoTime() - start) / 1_000_000;
      if (common.json()) t.json(KnowledgeText.json(source, report, millis));
      else KnowledgeText.print(t, source, report, millis);
    }
  }

  /** {@code stint knowledge status}. */
  @Command(
      name = "status",
      description = "Show what the indexes hold, and the documents that could not be read.")
  static final class Status implements Callable<Integer> {
    @Mixin private GlobalOptions common;
    @Mixin private ConfigOption config;

    @Parameters(
        paramLabel = "SOURCE",
        arity = "0..*",
        description = SOURCE + " (default: every source of the settings)")
    private List<String> names = List.of();

    @Override
    public Integer call() {
      Terminal t = new Terminal();
      var opened = OpenKnowledge.at(common, config);
      try (KnowledgeBase knowledge = opened.knowledge()) {
        var status = new KnowledgeText.Status();
        for (SourceSpec source : opened.sources(names)) {
          KnowledgeIndex index = knowledge.index(source);
          Optional<IndexState> state = index.state();
          status.add(source, state, index.documents());
        }
        if (common.json()) t.json(status.json());
        else status.print(t);
      } catch (RetrievalException e) {
        throw OpenKnowledge.refused(e);
      }
      return ExitCode.SUCCESS.code();
    }
  }

  /** {@code stint knowledge search}. */
  @Command(
      name = "search",
      description = "Find passages as a job would, after a look at what changed.")
  static final class Search implements Callable<Integer> {
    @Mixin private GlobalOptions common;
    @Mixin private ConfigOption config;

    @Parameters(index = "0", paramLabel = "SOURCE", description = SOURCE)
    private String name;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "QUESTION", description = "words")
    private List<String> question;

    @Option(
        names = "--mode",
        paramLabel = "MODE",
        description = "hybrid, keyword or vector (default: hybrid, where there are vectors)")
    private String mode = "hybrid";

    @Option(names = "--limit", paramLabel = "N", description = "most passages (default: 5)")
    private int limit = 5;

    @Override
    public Integer call() throws InterruptedException {
      Terminal t = new Terminal();
      if (limit < 1 || limit > 50) {
        throw new CliException(ExitCode.USAGE, "--limit: expected 1 to 50, found " + limit);
      }
      var opened = OpenKnowledge.at(common, config);
      try (KnowledgeBase knowledge = opened.knowledge()) {
        SourceSpec source = opened.sources(List.of(name)).getFirst();
        var request = new SearchRequest(String.join(" ", question), limit, 1, 100_000);
        KnowledgeAnswer answer =
            knowledge.search(
                source, request, SearchMode.parse(mode), Optional.of("the command line"));
        if (common.json()) t.json(KnowledgeText.json(answer));
        else KnowledgeText.print(t, answer);
      } catch (RetrievalException e) {
        throw OpenKnowledge.refused(e);
      } catch (IllegalArgumentException e) {
        throw new CliException(ExitCode.USAGE, "--mode: " + e.getMessage());
      }
      return ExitCode.SUCCESS.code();
    }
  }
}
