package dev.stint.api.cli;

import dev.stint.persistence.care.CareException;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.FolderException;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.node.StoredData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens stored data without a node, and says in one sentence what stands in the way. */
final class OfflineData {
  private OfflineData() {}

  /** Something to do with stored data. */
  interface Work<T> {
    T with(StoredData data) throws IOException;
  }

  /** Something to do with an open store. */
  interface StoreWork<T> {
    T with(EventStore store) throws IOException;
  }

  /** The data in the folder of {@code options}; its journal must exist when it is in a folder. */
  static StoredData existing(GlobalOptions options, ConfigOption config) {
    StoredData data = at(options, config);
    data.folder()
        .filter(folder -> !Files.isDirectory(folder))
        .ifPresent(folder -> {
          throw new CliException(
              ExitCode.NOT_FOUND, "there is no journal in " + folder + "; is --data right?");
        });
    return data;
  }

  static StoredData at(GlobalOptions options, ConfigOption config) {
    return StoredData.of(NodeSettings.of(options.data(), config.settings()));
  }

  /** Runs {@code work} and gives every failure one clear message. */
  static <T> T run(StoredData data, Work<T> work) {
    try {
      return work.with(data);
    } catch (FolderException e) {
      throw refused(e);
    } catch (JournalException e) {
      throw new CliException(ExitCode.FAILED, e.getMessage() + " [" + e.code() + "]");
    } catch (CareException e) {
      ExitCode exit =
          e.code().equals("target_not_empty") ? ExitCode.CONFLICT : ExitCode.AUDIT_FAILED;
      throw new CliException(exit, e.getMessage() + " [" + e.code() + "]");
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage());
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, e.toString());
    }
  }

  static CliException refused(FolderException e) {
    boolean locked = e.code().equals("journal_folder_locked");
    String advice = locked ? " A backup can be made while it runs: stint data backup DIR." : "";
    return new CliException(
        locked ? ExitCode.CONFLICT : ExitCode.FAILED,
        e.getMessage() + advice + " [" + e.code() + "]");
  }

  /** Deletes a folder of ours that an interrupted command left behind. */
  static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) return;
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
