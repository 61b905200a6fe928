package dev.stint.api.http;

import dev.stint.runtime.node.StintNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Puts the routes of all resources together. */
final class Routes {
  private Routes() {}

  static Api all(
      StintNode node,
      HttpSettings settings,
      ServerState state,
      Metrics metrics,
      InstantSource clock) {
    List<Api.Route> routes = new ArrayList<>();
    routes.addAll(new JobRoutes(node, settings).routes());
    routes.addAll(new SubmitRoutes(node, settings, state).routes());
    routes.addAll(new RunRoutes(node, clock).routes());
    routes.addAll(new EventRoutes(node, settings, state).routes());
    routes.addAll(new ArtifactRoutes(node, clock).routes());
    routes.addAll(new AuditRoutes(node).routes());
    routes.addAll(new ReplayRoutes(node).routes());
    routes.addAll(new RecordRoutes(node).routes());
    routes.addAll(new ForkRoutes(node, settings, state).routes());
    routes.addAll(new ControlRoutes(node).routes());
    routes.addAll(new SignalRoutes(node, clock).routes());
    routes.addAll(new KillRoutes(node).routes());
    routes.addAll(new CustodyRoutes(node, clock).routes());
    routes.addAll(new BackupRoutes(node).routes());
    routes.addAll(new ApprovalRoutes(node, settings).routes());
    routes.addAll(new MemoryRoutes(node, clock).routes());
    routes.addAll(new UsageRoutes(node, clock).routes());
    routes.addAll(new SystemRoutes(node, state, metrics).routes());
    routes.addAll(new DocumentRoutes().routes());
    return new Api(routes);
  }
}
