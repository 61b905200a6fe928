package dev.stint.api.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.care.Finding;
import dev.stint.persistence.care.StoreCheck;
import dev.stint.persistence.care.StoreCopy;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.FolderException;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.runtime.node.StoredData;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stint data check|copy|rebuild-views}: care of data that no server has open. */
final class CareCommands {
  private CareCommands() {}

  /** {@code stint data check}. */
  @Command(
      name = "check",
      description = "Check every record, payload and snapshot, and name all that is wrong.")
  static final class Check implements Callable<Integer> {
    @Mixin private GlobalOptions common;
    @Mixin private ConfigOption config;
    private final Terminal t = new Terminal();

    @Override
    public Integer call() {
      StoreCheck.Report report =
          OfflineData.run(OfflineData.existing(common, config), data -> check(data));
      if (common.json()) t.json(json(report));
      else print(t, report);
      return (report.whole() ? ExitCode.SUCCESS : ExitCode.AUDIT_FAILED).code();
    }

    /** A store that does not open is what a check is there to tell, unless others have it open. */
    private StoreCheck.Report check(StoredData data) {
      var progress = new CareProgress(t, "checked");
      try (EventStore store = data.store()) {
        return StoreCheck.run(store, data.masters(), progress);
      } catch (FolderException e) {
        throw e;
      } catch (JournalException e) {
        var finding = new Finding(e.code(), "", "the store", "one that opens", e.getMessage());
        return new StoreCheck.Report(0, 0, 0, 0, List.of(finding));
      } finally {
        progress.end();
      }
    }

    private static ObjectNode json(StoreCheck.Report report) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("whole", report.whole()).put("histories", report.histories());
      json.put("records", report.records()).put("payloads", report.payloads());
      json.put("snapshots", report.snapshots());
      ArrayNode findings = json.putArray("findings");
      for (Finding finding : report.findings()) {
        findings
            .addObject()
            .put("code", finding.code())
            .put("persistence_id", finding.persistenceId())
            .put("what", finding.what())
            .put("expected", finding.expected())
            .put("found", finding.found());
      }
      return json;
    }

    static void print(Terminal t, StoreCheck.Report report) {
      for (Finding finding : report.findings()) t.line(t.red("BAD   ") + finding.sentence());
      String content =
          "%,d histories, %,d records, %,d payloads, %,d snapshots"
              .formatted(
                  report.histories(), report.records(), report.payloads(), report.snapshots());
      t.line(
          report.whole()
              ? t.green("whole ") + content
              : report.findings().size() + " problem(s) in " + content);
    }
  }

  /** {@code stint data copy}. */
  @Command(
      name = "copy",
      description = "Copy the journal into another store and compare; goes on where it ended.")
  static final class Copy implements Callable<Integer> {
    @Mixin private GlobalOptions common;
    @Mixin private ConfigOption config;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "STORE",
        description = "leveldb:DIR, rocksdb:DIR or postgres:URL")
    private String to;

    @Override
    public Integer call() {
      Terminal t = new Terminal();
      var progress = new CareProgress(t, "copied");
      long copied =
          OfflineData.run(
              OfflineData.existing(common, config),
              data -> {
                try (EventStore source = data.store();
                    EventStore target = data.store(to)) {
                  return new StoreCopy(source, target, progress).run();
                }
              });
      progress.end();
      t.line("copied %,d records to %s; both stores hold the same".formatted(copied, to));
      return ExitCode.SUCCESS.code();
    }
  }

  /** {@code stint data rebuild-views}. */
  @Command(
      name = "rebuild-views",
      description = "Delete the views and make them anew from the journal.")
  static final class RebuildViews implements Callable<Integer> {
    @Mixin private GlobalOptions common;
    @Mixin private ConfigOption config;

    @Override
    public Integer call() {
      Terminal t = new Terminal();
      var progress = new CareProgress(t, "rebuilt");
      long reached =
          OfflineData.run(
              OfflineData.existing(common, config), data -> data.rebuildViews(progress));
      progress.end();
      t.line("rebuilt the views from %,d commits".formatted(reached));
      return ExitCode.SUCCESS.code();
    }
  }
}
