package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.runtime.memory.Fact;
import dev.stint.runtime.memory.KnownFact;
import dev.stint.runtime.memory.MemoryCommand;
import dev.stint.runtime.memory.MemoryReply;
import dev.stint.runtime.memory.MemoryScope;
import dev.stint.runtime.memory.MemoryState;
import dev.stint.runtime.node.StintNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** What runs remembered: to look at, to vouch for, to take out (D2). */
final class MemoryRoutes {
  private static final int MOST_REASON = 1_000;

  private final StintNode node;
  private final InstantSource clock;

  MemoryRoutes(StintNode node, InstantSource clock) {
    this.node = node;
    this.clock = clock;
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("GET", "/v1/memory", this::list),
        Api.route("POST", "/v1/memory/*/release", this::release),
        Api.route("POST", "/v1/memory/*/forget", this::forget));
  }

  private ApiResponse list(ApiRequest request) throws Exception {
    request.caller(Permission.READ);
    Optional<MemoryScope> wanted = request.param("scope").map(MemoryRoutes::scope);
    boolean quarantined = request.param("state").filter("quarantined"::equals).isPresent();
    Instant now = clock.instant();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode items = answer.putArray("items");
    for (MemoryScope scope : wanted.map(List::of).orElseGet(node.memories()::scopes)) {
      for (Fact fact : ask(scope, MemoryCommand.Look::new).all()) {
        if (!fact.counts(now) || quarantined && fact.trusted()) continue;
        String text = node.memories().text(scope, fact).orElse("");
        items.add(json(scope, new KnownFact(fact, text)));
      }
    }
    return ApiResponse.ok(answer);
  }

  private ApiResponse release(ApiRequest request) throws Exception {
    Caller caller = request.caller(Permission.KEEP);
    return change(
        request,
        (fact, reason) ->
            replyTo -> new MemoryCommand.Release(fact, reason, caller.identity(), replyTo));
  }

  private ApiResponse forget(ApiRequest request) throws Exception {
    Caller caller = request.caller(Permission.KEEP);
    return change(
        request,
        (fact, reason) ->
            replyTo -> new MemoryCommand.Forget(fact, reason, caller.identity(), replyTo));
  }

  /** Makes the command, once fact and reason are known. */
  private interface Asking {
    Function<ActorRef<MemoryReply>, MemoryCommand> of(String fact, String reason);
  }

  private ApiResponse change(ApiRequest request, Asking asking) throws Exception {
    ObjectNode body = request.json("scope", "reason");
    MemoryScope scope = scope(body.path("scope").asText());
    String reason = body.path("reason").asText();
    if (reason.isBlank() || reason.length() > MOST_REASON) {
      throw ApiProblem.invalid(
          "member_invalid",
          "reason: expected why, in at most %d characters".formatted(MOST_REASON));
    }
    String id = request.segments().get(2);
    MemoryState state = ask(scope, asking.of(id, reason));
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("id", id);
    answer.put("scope", scope.text());
    answer.put("state", state.fact(id).map(MemoryRoutes::state).orElse("forgotten"));
    return ApiResponse.ok(answer);
  }

  private MemoryState ask(MemoryScope scope, Function<ActorRef<MemoryReply>, MemoryCommand> command)
      throws Exception {
    return switch (Waiting.on(node.memories().ask(scope, command))) {
      case MemoryReply.Is is -> is.state();
      case MemoryReply.Refused refused ->
          throw new ApiProblem(
              refused.code().equals("fact_not_found") ? 404 : 409,
              refused.code(),
              refused.message());
      case MemoryReply.Unsaved unsaved -> throw Problems.unsaved(unsaved.code(), unsaved.message());
    };
  }

  private static MemoryScope scope(String text) {
    try {
      return MemoryScope.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiProblem.invalid("member_invalid", "scope: " + e.getMessage());
    }
  }

  private static ObjectNode json(MemoryScope scope, KnownFact known) {
    return known.toJson().put("scope", scope.text()).put("state", state(known.fact()));
  }

  private static String state(Fact fact) {
    return fact.trusted() ? "trusted" : "quarantined";
  }
}
