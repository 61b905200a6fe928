package dev.stint.runtime.model.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.stint.config.spec.ModelScript.LastResult;
import dev.stint.config.spec.ModelScript.Rule;
import dev.stint.config.spec.ModelScript.When;
import dev.stint.runtime.model.RequestOrigin;
import java.util.Map;
import java.util.Optional;

/** Holds the conditions of a rule against a request. Belongs to one rule and one request. */
final class Match {
  private final RequestOrigin origin;
  private final Shown shown;
  private final ObjectNode groups = JsonNodeFactory.instance.objectNode();
  private Optional<JsonNode> last = Optional.empty();

  private Match(RequestOrigin origin, Shown shown) {
    this.origin = origin;
    this.shown = shown;
    if (!shown.results().isEmpty()) last = Optional.of(shown.results().getLast());
  }

  /** What the rule's references may name; empty when a condition does not hold. */
  static Optional<JsonNode> of(Rule rule, RequestOrigin origin, Shown shown) {
    Match match = new Match(origin, shown);
    return match.holds(rule.when()) ? Optional.of(match.scope()) : Optional.empty();
  }

  private boolean holds(When when) {
    return when.summarising() == origin.summarising()
        && when.step().map(origin.step()::equals).orElse(true)
        && when.turns().map(range -> range.holds(origin.turn())).orElse(true)
        && when.attempt().map(range -> range.holds(origin.attempt())).orElse(true)
        && when.text().map(pattern -> found(pattern, shown.text())).orElse(true)
        && when.data().entrySet().stream().allMatch(this::inData)
        && when.result().map(this::inResult).orElse(true);
  }

  private boolean inData(Map.Entry<String, Pattern> condition) {
    JsonNode value = shown.data().path(condition.getKey());
    return !value.isMissingNode() && found(condition.getValue(), Shown.plain(value));
  }

  private boolean inResult(LastResult condition) {
    for (JsonNode result : shown.newest()) {
      boolean holds =
          condition.tool().map(result.path("tool").asText()::equals).orElse(true)
              && condition.failed().map(f -> f == result.path("failed").asBoolean()).orElse(true)
              && condition
                  .text()
                  .map(pattern -> found(pattern, Shown.plain(result.path("output"))))
                  .orElse(true);
      if (holds) {
        last = Optional.of(result);
        return true;
      }
    }
    return false;
  }

  private boolean found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) return false;
    for (String name : pattern.namedGroups().keySet()) {
      String group = matcher.group(name);
      if (group != null) groups.put(name, group);
    }
    return true;
  }

  private JsonNode scope() {
    ObjectNode scope = JsonNodeFactory.instance.objectNode();
    scope.put("step", origin.step());
    scope.put("turn", origin.turn());
    scope.set("data", shown.data());
    scope.putArray("results").addAll(shown.results());
    last.ifPresent(result -> scope.set("last", result));
    scope.set("match", groups);
    return scope;
  }
}
