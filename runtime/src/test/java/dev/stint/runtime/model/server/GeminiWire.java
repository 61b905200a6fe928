package dev.stint.runtime.model.server;

import static dev.stint.runtime.model.server.Wire.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gemini's generateContent. It counts thoughts beside the rest of the answer. */
final class GeminiWire implements Wire {
  private static final Pattern PATH =
      Pattern.compile("/v1beta/models/([^:]+):(generateContent|streamGenerateContent)(\\?.*)?");

  @Override
  public String name() {
    return "gemini";
  }

  @Override
  public boolean serves(String path) {
    return PATH.matcher(path).matches();
  }

  @Override
  public String keyHeader() {
    return "x-goog-api-key";
  }

  @Override
  public Asked read(String path, JsonNode body) {
    Matcher named = PATH.matcher(path);
    if (!named.matches()) throw new IllegalStateException(path);
    List<Asked.Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.at("/tools/0/functionDeclarations")) {
      tools.add(new Asked.Tool(tool.path("name").asText(), tool.path("parametersJsonSchema")));
    }
    JsonNode parts = body.path("contents").path(body.path("contents").size() - 1).path("parts");
    JsonNode last = parts.path(parts.size() - 1);
    return new Asked(
        named.group(1),
        named.group(2).startsWith("stream"),
        last.path("text").asText(),
        tools,
        last.has("functionResponse"),
        Optional.of(body.at("/generationConfig/responseJsonSchema")).filter(JsonNode::isObject));
  }

  private static String why(Said said) {
    return switch (said.why()) {
      case STOP -> "STOP";
      case LENGTH -> "MAX_TOKENS";
      case FILTER -> "SAFETY";
    };
  }

  @Override
  public JsonNode whole(Said said) {
    ObjectNode whole = object("modelVersion", said.model());
    ObjectNode candidate = whole.putArray("candidates").addObject().put("finishReason", why(said));
    ArrayNode parts = candidate.putObject("content").put("role", "model").putArray("parts");
    parts.addObject().put("text", "hm").put("thought", true);
    if (!said.text().isEmpty()) parts.addObject().put("text", said.text());
    for (Said.Call call : said.calls()) {
      parts
          .addObject()
          .putObject("functionCall")
          .put("name", call.name())
          .set("args", call.arguments());
    }
    said.usage()
        .ifPresent(u -> {
          ObjectNode usage = whole.putObject("usageMetadata").put("promptTokenCount", u[0]);
          usage.put("cachedContentTokenCount", u[1]).put("candidatesTokenCount", u[2] - u[3]);
          usage.put("thoughtsTokenCount", u[3]);
        });
    return whole;
  }

  @Override
  public List<JsonNode> pieces(Said said) {
    List<JsonNode> pieces = new ArrayList<>();
    JsonNode whole = whole(said);
    for (JsonNode part : whole.at("/candidates/0/content/parts")) {
      ObjectNode piece = object("modelVersion", said.model());
      ObjectNode content = piece.putArray("candidates").addObject().putObject("content");
      content.putArray("parts").add(part);
      pieces.add(piece);
    }
    ObjectNode last = whole.deepCopy();
    ((ObjectNode) last.at("/candidates/0")).remove("content");
    pieces.add(last);
    return pieces;
  }

  @Override
  public String tooLong() {
    return "{\"error\": {\"status\": \"INVALID_ARGUMENT\", \"message\": \"The input token count exceeds the"
        + " maximum number of tokens allowed\"}}";
  }
}
