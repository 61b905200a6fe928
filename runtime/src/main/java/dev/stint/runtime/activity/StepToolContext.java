package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.fault.FaultPoint;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.tool.DeclaredSource;
import dev.stint.runtime.tool.Provenance;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolException;
import java.nio.file.Path;
import java.util.List;

/** What one call of a tool may know and touch. */
final class StepToolContext implements ToolContext {
  private static final List<String> FOLDERS = List.of("folder:", "git:");

  private final StepScope scope;
  private final String idempotencyKey;
  private final EffectGate gate;
  private final ActivityPorts ports;

  StepToolContext(StepScope scope, String idempotencyKey, EffectGate gate, ActivityPorts ports) {
    this.scope = scope;
    this.idempotencyKey = idempotencyKey;
    this.gate = gate;
    this.ports = ports;
  }

  @Override
  public String runId() {
    return scope.state().submitted().run().value();
  }

  @Override
  public String idempotencyKey() {
    return idempotencyKey;
  }

  @Override
  public boolean dryRun() {
    return scope.state().submitted().dryRun();
  }

  @Override
  public void beforeEffect() throws InterruptedException {
    gate.enter();
    FaultPoint.BEFORE_SEND.reached();
  }

  @Override
  public Path source(String id) throws ToolException {
    return ports.folders().resolve(scope, location(id));
  }

  @Override
  public DeclaredSource declared(String id) throws ToolException {
    String location = location(id);
    String classification = scope.job().spec().source(id).orElseThrow().classification();
    for (String scheme : FOLDERS) {
      if (!location.startsWith(scheme)) continue;
      String path = location.substring(scheme.length());
      location = scheme + ports.folders().resolve(scope, "folder:" + path);
    }
    return new DeclaredSource(id, location, classification, scope.state().submitted().department());
  }

  @Override
  public Provenance provenance() {
    return StepProvenance.of(scope);
  }

  private String location(String id) throws ToolException {
    if (scope.job().spec().source(id).isEmpty()) {
      throw new ToolException(
          Failure.terminal(
              "source_not_declared",
              "the job declares no data source \""
                  + id
                  + "\"; expected one of "
                  + scope.job().spec().data().stream().map(s -> s.id()).toList()));
    }
    return scope.job().source(id, scope.scope());
  }

  @Override
  public String shares() {
    ObjectNode shares = CacheScope.of(scope);
    ArrayNode sources = shares.putArray("sources");
    for (var source : scope.job().spec().data()) {
      sources.add(source.id() + " " + source.classification() + " " + source.trust());
    }
    return CanonicalJson.sha256(shares);
  }

  @Override
  public boolean mayConnect(String host, int port) {
    return scope.job().spec().network().allows(host, port);
  }

  @Override
  public Path publishRoot() {
    return ports.publishRoot();
  }
}
