package dev.stint.runtime.audit.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.BundleException;
import dev.stint.config.spec.JobBundle;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.tool.ToolDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the runs were configured with: the files of their jobs, the tools they called. */
record ConfigurationFiles(StintJournal journal, Map<String, byte[]> files) {

  void jobs(List<ExportedHistory> histories, Set<String> digests) {
    for (ExportedHistory history : histories) {
      for (Recorded recorded : history.events()) {
        if (recorded.event() instanceof JobEvent.Published published
            && digests.contains(published.digest())) {
          job(history.persistenceId(), published);
        }
      }
    }
  }

  private void job(String persistenceId, JobEvent.Published published) {
    Optional<byte[]> stored = journal.payload(persistenceId, published.bundle());
    if (stored.isEmpty()) return;
    try {
      JobBundle.fromBytes(new Payload(published.bundle(), stored.get()).body())
          .files()
          .forEach(
              (path, bytes) -> files.put(BundleLayout.jobFiles(published.digest()) + path, bytes));
    } catch (BundleException e) {
      throw new IllegalStateException("the files of " + published + " are damaged", e);
    }
  }

  /** Descriptors of the tools that the pins name, where this node still has that very version. */
  static void tools(
      List<ToolDescriptor> tools, List<Map<String, String>> pins, Map<String, byte[]> files) {
    for (ToolDescriptor tool : tools) {
      boolean called =
          pins.stream()
              .anyMatch(pin ->
                  tool.name().equals(pin.get("tool"))
                      && tool.version().equals(pin.get("tool_version"))
                      && CanonicalJson.sha256(tool.inputSchema()).equals(pin.get("tool_schema")));
      if (called) files.put(BundleLayout.tool(tool.name(), tool.version()), descriptor(tool));
    }
  }

  private static byte[] descriptor(ToolDescriptor tool) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", tool.name()).put("version", tool.version());
    json.put("effect", tool.effect().name().toLowerCase(Locale.ROOT));
    json.put("idempotent", tool.idempotent());
    json.set("inputSchema", tool.inputSchema());
    json.set("outputSchema", tool.outputSchema());
    return CanonicalJson.bytes(json);
  }
}
