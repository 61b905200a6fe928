package dev.stint.runtime.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.tool.Provenance;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code stint.memory.remember@1}: keeps a fact for later runs of the job or the department (D2).
 * What rests on text that nobody stands for is kept in quarantine until a person releases it, so
 * that it cannot speak to runs to come (A11, IF-14).
 */
public final class RememberTool implements Tool {
  private static final int ID_DIGITS = 12;
  private static final int MOST_DAYS = 3_650;

  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.memory.remember",
          "1.0.0",
          "Keeps a fact for later runs",
          Effect.WRITE,
          true,
          Optional.empty(),
          Json.parse(
              """
              {"type": "object", "additionalProperties": false, "required": ["fact"],
               "properties": {
                 "fact": {"type": "string", "minLength": 1, "maxLength": 1000},
                 "scope": {"enum": ["job", "department"], "default": "job"},
                 "sources": {"type": "array", "maxItems": 50,
                   "items": {"type": "string", "minLength": 1, "maxLength": 300}},
                 "days": {"type": "integer", "minimum": 1, "maximum": %d, "default": 365}}}
              """
                  .formatted(MOST_DAYS)),
          Json.parse(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["id", "scope", "quarantined", "expires"],
               "properties": {
                 "id": {"type": "string"}, "scope": {"type": "string"},
                 "quarantined": {"type": "boolean"}, "expires": {"type": "string"}}}
              """),
          Duration.ofSeconds(30),
          32,
          64L << 10);

  private final MemoryAccess memories;
  private final InstantSource clock;

  public RememberTool(MemoryAccess memories, InstantSource clock) {
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
    String id = "fact-" + Sha256.hex(context.idempotencyKey()).substring(0, ID_DIGITS);
    Instant wanted = clock.instant().plus(Duration.ofDays(args.path("days").asInt(365)));
    Instant expires = wanted;
    if (!context.dryRun()) {
      context.beforeEffect();
      Payload content = Payload.of(CanonicalJson.bytes(args.path("fact")));
      List<String> sources = sources(args, from);
      MemoryState state =
          MemoryAnswers.state(
              memories.ask(
                  scope,
                  replyTo ->
                      new MemoryCommand.Remember(
                          id,
                          content,
                          !from.trusted(),
                          new RunId(context.runId()),
                          from.unit(),
                          sources,
                          Optional.of(wanted),
                          from.submittedBy(),
                          replyTo)));
      // A repeated call gets what the first one made.
      expires = state.fact(id).flatMap(fact -> fact.remembered().expires()).orElse(wanted);
    }
    return ToolResult.of(
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("scope", scope.text())
            .put("quarantined", !from.trusted())
            .put("expires", expires.toString()));
  }

  /** What the job names, and the steps whose outputs the arguments rest on. */
  private static List<String> sources(JsonNode args, Provenance from) {
    List<String> sources = new ArrayList<>();
    args.path("sources").forEach(source -> sources.add(source.asText()));
    from.steps().forEach(step -> sources.add("step:" + step));
    return sources;
  }
}
