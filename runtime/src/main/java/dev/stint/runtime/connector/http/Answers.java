package dev.stint.runtime.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.runtime.connector.egress.HttpAnswer;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Bodies of answers as values. Pure. */
public final class Answers {
  private static final int QUOTED = 300;

  private Answers() {}

  /** The type without its parameters, in lower case; empty when there is none. */
  public static String mediaType(HttpAnswer answer) {
    String type = answer.headers().getOrDefault("content-type", "");
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  public static boolean isJson(HttpAnswer answer) {
    String type = mediaType(answer);
    return type.equals("application/json") || type.endsWith("+json");
  }

  /**
   * @throws ToolException terminal {@code answer_not_json}
   */
  public static JsonNode json(HttpAnswer answer) throws ToolException {
    try {
      return Json.parse(text(answer));
    } catch (IllegalArgumentException e) {
      throw Failures.terminal("answer_not_json", e.getMessage());
    }
  }

  /**
   * @throws ToolException terminal {@code answer_not_text}: bytes do not enter a run
   */
  public static String text(HttpAnswer answer) throws ToolException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer.body())).toString();
    } catch (CharacterCodingException _) {
      throw Failures.terminal(
          "answer_not_text", "expected UTF-8 text, found " + mediaType(answer) + " of other bytes");
    }
  }

  static String quoted(HttpAnswer answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    String shown = text.length() > QUOTED ? text.substring(0, QUOTED) + "..." : text;
    return shown.isBlank() ? "" : ": " + shown.replaceAll("\\p{Cntrl}+", " ");
  }
}
