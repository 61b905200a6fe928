package dev.stint.api.http;

import dev.stint.config.spec.Stage;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.node.StintNode;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What a node counts, for Prometheus (J2). No run ids in labels. Thread-safe. */
final class Metrics implements AutoCloseable {
  static final String CONTENT_TYPE = "text/plain; charset=UTF-8";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter runs =
      Counter.builder()
          .name("stint_runs_total")
          .help("Runs that ended, by job and outcome")
          .labelNames("job", "outcome")
          .register(registry);
  private final Counter tokens =
      Counter.builder()
          .name("stint_tokens_total")
          .help("Tokens billed to ended runs, by job and stage")
          .labelNames("job", "stage")
          .register(registry);
  private final Counter requests =
      Counter.builder()
          .name("stint_http_requests_total")
          .help("HTTP requests answered, by status")
          .labelNames("status")
          .register(registry);
  private final AutoCloseable listener;

  Metrics(StintNode node) {
    gauge("stint_runs_active", "Runs at work", () -> node.admission().activeCount());
    gauge("stint_queue_depth", "Runs that wait for a slot", () -> node.admission().queuedCount());
    gauge("stint_journal_offset", "Events in the journal", () -> node.journal().lastOffset());
    gauge("stint_view_lag_events", "Events the views are behind", node::viewLag);
    gauge(
        "stint_audit_unsigned_records",
        "Events that no signed checkpoint covers yet",
        () -> node.checkpointer().unsigned());
    gauge(
        "stint_audit_stopped",
        "1 when the log is not signed any more: see the node's log",
        () -> node.checkpointer().stopped().isPresent() ? 1 : 0);
    gauge(
        "stint_audit_witness_lag_records",
        "Events that the slowest witness has not seen; all of them without a witness",
        () -> witnessLag(node));
    gauge(
        "stint_approvals_pending",
        "Approvals that wait for a decision",
        () -> node.views().approvals(true, 1000).size());
    Info.builder()
        .name("stint_build_info")
        .help("What runs here")
        .labelNames("version", "java")
        .register(registry)
        .setLabelValues(Build.version(), Runtime.version().toString());
    listener = node.feed().listen(this::changed);
  }

  private static long witnessLag(StintNode node) {
    long slowest =
        node.checkpointer().witnesses().stream().mapToLong(w -> w.reached()).min().orElse(0);
    return Math.max(0, node.journal().lastOffset() - slowest);
  }

  private void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsLong()))
        .register(registry);
  }

  private void changed(RunState state) {
    if (!state.finished()) return;
    String job = state.submitted().job().name();
    runs.labelValues(job, state.status().text()).inc();
    for (Stage stage : Stage.values()) {
      long used = state.pot().used(stage);
      if (used > 0) tokens.labelValues(job, stage.name().toLowerCase(Locale.ROOT)).inc(used);
    }
  }

  void request(int status) {
    requests.labelValues(String.valueOf(status)).inc();
  }

  String text() throws IOException {
    var out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
