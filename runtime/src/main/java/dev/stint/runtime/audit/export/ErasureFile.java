package dev.stint.runtime.audit.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.runtime.audit.bundle.BundleLayout;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Says which payloads of a run are gone, and which of its records says so. */
record ErasureFile(ExportedHistory history) {
  private static final Set<String> ERASING = Set.of("payload.erased", "artifacts.erased");

  void write(Set<String> commits, Map<String, byte[]> files) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("pid", history.persistenceId());
    ArrayNode events = json.putArray("events");
    for (RecordedHeader header : history.headers()) {
      if (ERASING.contains(header.type())) events.add(header.seq());
    }
    ArrayNode gone = json.putArray("commits");
    new TreeSet<>(commits).forEach(gone::add);
    String path =
        BundleLayout.isRun(history.persistenceId())
            ? BundleLayout.erasure(new RunId(BundleLayout.name(history.persistenceId())))
            : BundleLayout.ERASURES + "job." + BundleLayout.name(history.persistenceId()) + ".json";
    files.put(path, CanonicalJson.bytes(json));
  }
}
