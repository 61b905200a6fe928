package dev.stint.api.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.journal.payload.KeyFile;
import dev.stint.persistence.journal.payload.MasterKeys;
import dev.stint.persistence.journal.payload.Rekey;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.runtime.node.StoredData;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code stint data rekey}: a new key around the keys of payloads. A generated key is replaced; one
 * of {@code env:} or {@code file:} is given by whoever put a new one before it.
 */
@Command(
    name = "rekey",
    description = "Wrap the keys of all payloads by a new master key; no server may run.")
final class RekeyCommand implements Callable<Integer> {
  @Mixin private GlobalOptions common;
  @Mixin private ConfigOption config;

  @Option(
      names = "--drop-old",
      description = "make no new key: once nothing needs them, take older ones out of the file")
  private boolean dropOld;

  private final Terminal t = new Terminal();

  /** What came of it; {@code older} are the keys that nothing in this store needs any more. */
  private record Outcome(Rekey.Report report, String newest, List<String> older, boolean dropped) {}

  @Override
  public Integer call() {
    StoredData data = OfflineData.existing(common, config);
    refuseBesideServer();
    Outcome outcome = OfflineData.run(data, this::rekey);
    if (common.json()) t.json(json(outcome));
    else print(outcome);
    return (outcome.report().problems().isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILED).code();
  }

  /** A folder locks itself; a database does not, and its server would miss the new key. */
  private void refuseBesideServer() {
    Optional<Connection> server = Connection.running(common.data());
    if (server.isEmpty()) return;
    server.get().close();
    throw new CliException(
        ExitCode.CONFLICT,
        "a server runs on " + common.data() + " with the key as it was: stop it first");
  }

  private Outcome rekey(StoredData data) {
    var progress = new CareProgress(t, "wrapped");
    try (EventStore store = data.store()) {
      Optional<KeyFile> file = data.generatedKey().map(KeyFile::new);
      if (dropOld && file.isEmpty()) throw notOurs();
      // One that was interrupted goes on with the key that it made.
      boolean goesOn = Rekey.pending(store, data.masters()) > 0;
      if (!dropOld && !goesOn) file.ifPresent(KeyFile::renew);
      MasterKeys masters = data.masters();
      Rekey.Report report = Rekey.run(store, masters, progress);
      boolean drop = dropOld && report.problems().isEmpty();
      if (drop) file.get().keepNewest();
      List<String> ids = masters.ids();
      return new Outcome(report, ids.getFirst(), ids.subList(1, ids.size()), drop);
    } finally {
      progress.end();
    }
  }

  private static CliException notOurs() {
    return new CliException(
        ExitCode.USAGE,
        "--drop-old: expected stint.payload.key = generated; take the older keys out yourself, where stint.payload.key says");
  }

  private static ObjectNode json(Outcome outcome) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("key", outcome.newest());
    json.put("data_keys", outcome.report().keys());
    json.put("rewrapped", outcome.report().rewrapped());
    outcome.older().forEach(json.putArray("older_keys")::add);
    json.put("dropped", outcome.dropped());
    outcome.report().problems().forEach(json.putArray("problems")::add);
    return json;
  }

  private void print(Outcome outcome) {
    Rekey.Report report = outcome.report();
    for (String problem : report.problems()) t.line(t.red("BAD   ") + problem);
    t.line(
        "wrapped %,d of %,d data keys by master key %s"
            .formatted(report.rewrapped(), report.keys(), outcome.newest()));
    if (outcome.older().isEmpty() || !report.problems().isEmpty()) return;
    String older = String.join(", ", outcome.older());
    t.line(
        outcome.dropped()
            ? "  dropped  " + older + ": a backup from before needs the copy that you kept of it"
            : "  older    "
                + older
                + ": needed for backups from before only; stint data rekey --drop-old takes it out of the file");
  }
}
