package dev.stint.api.cli;

import dev.stint.persistence.care.BackupFolder;
import dev.stint.persistence.care.BackupReader;
import dev.stint.persistence.care.Finding;
import dev.stint.persistence.care.StoreCheck;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.FolderException;
import dev.stint.runtime.node.StoredData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stint data backup|restore}. */
final class BackupCommands {
  private BackupCommands() {}

  /** {@code stint data backup DIR}: while a server runs, or without one. */
  @Command(
      name = "backup",
      description = "Back up the journal into a new folder, also while the server runs.")
  static final class Backup implements Callable<Integer> {
    @Mixin private GlobalOptions common;
    @Mixin private ConfigOption config;

    @Parameters(paramLabel = "DIR", description = "is made")
    private Path dir;

    private final Terminal t = new Terminal();

    @Override
    public Integer call() {
      StoredData data = OfflineData.at(common, config);
      BackupReader.Summary summary = OfflineData.run(data, this::write);
      t.line(
          "backed up %,d records and %,d payloads, up to commit %,d, in %s"
              .formatted(summary.records(), summary.payloads(), summary.offset(), dir));
      t.line("  keys    keys.stint: delete it earlier, and the payloads cannot be read any more");
      t.line("  master  " + master(data));
      return ExitCode.SUCCESS.code();
    }

    private BackupReader.Summary write(StoredData data) throws IOException {
      if (remote()) return receive();
      OfflineData.existing(common, config);
      try (EventStore store = data.store()) {
        var progress = new CareProgress(t, "backed up");
        try {
          return BackupFolder.write(dir, store, Instant.now(), progress);
        } finally {
          progress.end();
        }
      } catch (FolderException open) {
        if (!open.code().equals("journal_folder_locked")) throw open;
        return receive();
      }
    }

    private static boolean remote() {
      String url = System.getenv("STINT_URL");
      return url != null && !url.isBlank();
    }

    /** From the server that has the folder open. */
    private BackupReader.Summary receive() throws IOException {
      Optional<Connection> server = Connection.toServer(common.data());
      if (server.isEmpty()) {
        throw new CliException(
            ExitCode.CONFLICT,
            "the journal is open in a process that serves no HTTP here: stop it, or wait for its end");
      }
      try (Connection connection = server.get();
          InputStream frames = connection.api().stream("/v1/backup")) {
        return BackupFolder.receive(dir, frames, Instant.now());
      }
    }

    private static String master(StoredData data) {
      return data.generatedKey()
          .map(file -> "not in it: keep a copy of " + file + " elsewhere")
          .orElse("not in it: it is where stint.payload.key says");
    }
  }

  /** {@code stint data restore DIR}. */
  @Command(
      name = "restore",
      description = "Restore a backup into a data folder without a journal, verified first.")
  static final class Restore implements Callable<Integer> {
    @Mixin private GlobalOptions common;
    @Mixin private ConfigOption config;

    @Parameters(paramLabel = "DIR", description = "a folder that stint data backup has made")
    private Path dir;

    private final Terminal t = new Terminal();

    @Override
    public Integer call() {
      StoredData data = OfflineData.at(common, config);
      StoreCheck.Report report = OfflineData.run(data, this::restore);
      t.line(
          "restored and verified %,d records and %,d payloads"
              .formatted(report.records(), report.payloads()));
      for (Finding finding : report.findings()) {
        t.line(t.yellow("NOTE  ") + finding.sentence());
      }
      t.line("  views   are made anew at the next start");
      t.line("  erased  what was erased after this backup was made is back: erase it again");
      return ExitCode.SUCCESS.code();
    }

    private StoreCheck.Report restore(StoredData data) throws IOException {
      if (Files.notExists(dir)) {
        throw new CliException(ExitCode.NOT_FOUND, "there is no backup in " + dir);
      }
      Optional<Path> folder = data.folder();
      if (folder.isEmpty()) {
        try (EventStore store = data.store()) {
          return filled(store, data);
        }
      }
      return intoFolder(folder.get(), data);
    }

    /** Beside its place, and moved there in one step once it is verified. */
    private StoreCheck.Report intoFolder(Path folder, StoredData data) throws IOException {
      if (Files.exists(folder)) {
        throw new CliException(
            ExitCode.CONFLICT,
            folder + " exists: restore into another data folder. Nothing changed.");
      }
      Files.createDirectories(folder.toAbsolutePath().getParent());
      Path fresh = folder.resolveSibling(folder.getFileName() + ".restoring");
      OfflineData.delete(fresh);
      StoreCheck.Report report;
      try (EventStore store = data.store(data.placeAt(fresh))) {
        report = filled(store, data);
      } catch (RuntimeException | IOException e) {
        OfflineData.delete(fresh);
        throw e;
      }
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      return report;
    }

    private StoreCheck.Report filled(EventStore store, StoredData data) throws IOException {
      BackupFolder.restore(dir, store);
      StoreCheck.Report report =
          StoreCheck.run(store, data.masters(), new CareProgress(t, "verified"));
      List<Finding> damage =
          report.findings().stream().filter(finding -> !finding.lacksKey()).toList();
      if (damage.isEmpty()) return report;
      throw new CliException(
          ExitCode.AUDIT_FAILED,
          "the backup holds %d thing(s) that are not what was written, the first: %s. Nothing was put in place."
              .formatted(damage.size(), damage.getFirst().sentence()));
    }
  }
}
