package dev.stint.runtime.model.extractive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.runtime.model.ModelRequest.DataBlock;
import dev.stint.runtime.model.extractive.Ranking.Scored;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills a reply by walking its JSON Schema. The annotation {@code x-extract} says what a field
 * wants; language models never see it.
 *
 * <ul>
 *   <li>{@code sentences}: an array of {@code {text, citations}}, at most {@code maxItems}
 *   <li>{@code text}: a string of chosen sentences, at most {@code maxLength} characters
 *   <li>{@code citations}: an array with the ids of the passages used by {@code sentences}
 *   <li>{@code copy:PATH}: the value at {@code block.field} of the data, as it is
 *   <li>{@code fill:TEXT}: TEXT with each <code>{PATH}</code> replaced by the value there
 * </ul>
 *
 * Without it: {@code const}, {@code default}, a data block of the same name, or the only sensible
 * reading of the shape. A required field that stays empty is an error that names it.
 */
final class SchemaFiller {
  private static final int DEFAULT_SENTENCES = 4;
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_.]+)}");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<DataBlock> data;
  private final List<Scored> ranked;
  private final int sentenceLimit;

  SchemaFiller(List<DataBlock> data, List<Scored> ranked, int sentenceLimit) {
    this.data = data;
    this.ranked = ranked;
    this.sentenceLimit = sentenceLimit;
  }

  JsonNode fill(JsonNode schema) throws UnfillableException {
    return value(schema, "", "").orElseThrow(() -> new UnfillableException("/", "no rule applies"));
  }

  private Optional<JsonNode> value(JsonNode schema, String name, String at)
      throws UnfillableException {
    if (schema.has("x-extract")) return Optional.of(ruled(schema, at));
    if (schema.has("const")) return Optional.of(schema.get("const"));
    if (schema.has("default")) return Optional.of(schema.get("default"));
    if (!name.isEmpty() && Paths.find(data, name).isPresent()) return Paths.find(data, name);
    if (schema.has("properties")) return Optional.of(object(schema, at));
    JsonNode items = schema.path("items").path("properties");
    if (items.has("text") && items.has("citations")) return Optional.of(sentences(schema, at));
    return Optional.empty();
  }

  private JsonNode object(JsonNode schema, String at) throws UnfillableException {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    var object = JSON.objectNode();
    for (var property : schema.get("properties").properties()) {
      String path = at + "/" + property.getKey();
      Optional<JsonNode> value = value(property.getValue(), property.getKey(), path);
      if (value.isPresent()) {
        object.set(property.getKey(), value.get());
      } else if (required.contains(property.getKey())) {
        throw new UnfillableException(path, "required, and no rule says what to put there");
      }
    }
    return object;
  }

  private JsonNode ruled(JsonNode schema, String at) throws UnfillableException {
    String rule = schema.get("x-extract").asText();
    if (rule.startsWith("copy:")) return copy(rule.substring(5), at);
    if (rule.startsWith("fill:")) return TextNode.valueOf(filled(rule.substring(5), at));
    return switch (rule) {
      case "sentences" -> sentences(schema, at);
      case "text" -> TextNode.valueOf(text(schema, at));
      case "citations" -> {
        var ids = JSON.arrayNode();
        choose(schema).stream().flatMap(c -> c.citations().stream()).distinct().forEach(ids::add);
        yield ids;
      }
      default ->
          throw new UnfillableException(
              at, "x-extract is sentences, text, citations, copy:PATH or fill:TEXT, found " + rule);
    };
  }

  private JsonNode copy(String path, String at) throws UnfillableException {
    return Paths.find(data, path)
        .orElseThrow(() -> new UnfillableException(at, "the data has no " + path));
  }

  private String filled(String text, String at) throws UnfillableException {
    Matcher place = PLACE.matcher(text);
    var out = new StringBuilder();
    while (place.find()) {
      String prose = Paths.prose(copy(place.group(1), at));
      place.appendReplacement(out, Matcher.quoteReplacement(prose));
    }
    return place.appendTail(out).toString();
  }

  private ArrayNode sentences(JsonNode schema, String at) throws UnfillableException {
    List<Candidate> chosen = choose(schema);
    int least = Math.min(schema.path("minItems").asInt(0), sentenceLimit);
    if (chosen.size() < least) {
      throw new UnfillableException(
          at, "needs " + least + " whole sentences, the data has " + chosen.size());
    }
    var array = JSON.arrayNode();
    for (Candidate candidate : chosen) {
      var sentence = array.addObject().put("text", candidate.text());
      candidate.citations().forEach(sentence.putArray("citations")::add);
    }
    return array;
  }

  private String text(JsonNode schema, String at) throws UnfillableException {
    int limit = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    var text = new StringBuilder();
    for (Candidate candidate : choose(schema)) {
      if (text.length() + candidate.text().length() + 1 > limit) break;
      text.append(text.isEmpty() ? "" : " ").append(candidate.text());
    }
    if (text.isEmpty() && schema.path("minLength").asInt(0) > 0) {
      throw new UnfillableException(at, "the data has no whole sentence that fits");
    }
    return text.toString();
  }

  private List<Candidate> choose(JsonNode schema) {
    int most = Math.min(schema.path("maxItems").asInt(DEFAULT_SENTENCES), sentenceLimit);
    return Selection.choose(ranked, most, 2);
  }
}
