package dev.stint.runtime.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.model.TokenCounter;
import dev.stint.runtime.tool.Provenance;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * {@code stint.memory.recall@1}: the facts that earlier runs kept and that bear on a question, or
 * the newest ones. Expired and quarantined facts are never given (D2, A11).
 */
public final class RecallTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.memory.recall",
          "1.0.0",
          "Finds facts that earlier runs kept",
          Effect.READ,
          true,
          Optional.empty(),
          Json.parse(
              """
              {"type": "object", "additionalProperties": false,
               "properties": {
                 "query": {"type": "string", "minLength": 1, "maxLength": 1000},
                 "scope": {"enum": ["job", "department"], "default": "job"},
                 "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 10},
                 "maxTokens": {"type": "integer", "minimum": 1, "maximum": 100000, "default": 1000}}}
              """),
          Json.parse(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["scope", "facts", "quarantined", "tokens"],
               "properties": {
                 "scope": {"type": "string"},
                 "facts": {"type": "array", "items": {
                   "type": "object", "additionalProperties": false,
                   "required": ["id", "text", "at", "by", "run", "step", "sources"],
                   "properties": {
                     "id": {"type": "string"}, "text": {"type": "string"},
                     "at": {"type": "string"}, "by": {"type": "string"},
                     "run": {"type": "string"}, "step": {"type": "string"},
                     "sources": {"type": "array", "items": {"type": "string"}},
                     "expires": {"type": "string"}, "releasedBy": {"type": "string"}}}},
                 "quarantined": {"type": "integer", "minimum": 0},
                 "tokens": {"type": "integer", "minimum": 0}}}
              """),
          Duration.ofSeconds(30),
          32,
          1L << 20);

  private final MemoryAccess memories;
  private final InstantSource clock;

  public RecallTool(MemoryAccess memories, InstantSource clock) {
    this.memories = memories;
    this.clock = clock;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    Provenance from = context.provenance();
    MemoryScope scope = MemoryAnswers.scope(from, args.path("scope").asText("job"));
    context.beforeEffect();
    MemoryState state = MemoryAnswers.state(memories.ask(scope, MemoryCommand.Look::new));
    Instant now = clock.instant();
    List<Fact> counting = state.all().stream().filter(fact -> fact.counts(now)).toList();
    List<KnownFact> known =
        counting.stream()
            .filter(Fact::trusted)
            .flatMap(
                fact -> memories.text(scope, fact).map(text -> new KnownFact(fact, text)).stream())
            .toList();
    String query = args.path("query").asText("");
    List<KnownFact> best = query.isEmpty() ? known.reversed() : FactRanking.best(known, query);

    ObjectNode output = JsonNodeFactory.instance.objectNode().put("scope", scope.text());
    var facts = output.putArray("facts");
    long allowed = args.path("maxTokens").asLong(1000);
    long tokens = 0;
    for (KnownFact fact : best) {
      long more = TokenCounter.o200k().count(fact.text());
      if (facts.size() >= args.path("limit").asInt(10) || tokens + more > allowed) break;
      facts.add(fact.toJson());
      tokens += more;
    }
    output.put("quarantined", counting.stream().filter(fact -> !fact.trusted()).count());
    return new ToolResult(output.put("tokens", tokens), tokens);
  }
}
