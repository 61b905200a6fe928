package dev.stint.runtime.audit.export;

import dev.stint.config.json.Sha256;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.event.AuditEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Gives bundles away, each only once it is written down who got it (AU-2). Thread-safe. */
public final class AuditedExport {
  private final BundleExport exports;
  private final ExportLog journal;

  public AuditedExport(BundleExport exports, ExportLog journal) {
    this.exports = exports;
    this.journal = journal;
  }

  /**
   * A bundle as a zip.
   *
   * @param by who gets it
   * @throws ExportException see {@link BundleExport#export}; or the journal's own code
   */
  public byte[] zip(List<RunId> runs, List<Checkpoint> since, String by)
      throws ExportException, InterruptedException {
    BundleExport.Exported exported = exports.export(runs, since);
    byte[] zip;
    try {
      zip = DeterministicZip.write(exported.files());
    } catch (IllegalArgumentException e) {
      throw new ExportException("export_too_large", e.getMessage());
    }
    String manifest = Sha256.hex(exported.files().get(BundleLayout.MANIFEST));
    var event =
        new AuditEvent.Exported(
            runs.stream().distinct().map(RunId::value).sorted().toList(),
            exported.size(),
            manifest);
    try {
      var reply = journal.note(event, by).toCompletableFuture().get();
      return switch (reply) {
        case ExportLogEntity.Reply.Noted _ -> zip;
        case ExportLogEntity.Reply.Unsaved unsaved ->
            throw new ExportException(unsaved.code(), unsaved.message());
      };
    } catch (ExecutionException e) {
      throw new ExportException("export_not_recorded", "" + e.getCause().getMessage());
    }
  }
}
