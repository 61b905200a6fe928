package dev.stint.config.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Stored form of a bundle: canonical JSON, text files readable, others in base64. */
final class BundleCodec {
  private static final String FORMAT = "stint-bundle/1";
  private static final int MAX_BYTES = 4 * JobBundle.MAX_TOTAL;

  private BundleCodec() {}

  static byte[] write(SortedMap<String, byte[]> files) {
    var root = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    var list = root.putObject("files");
    files.forEach((path, bytes) -> {
      String text = new String(bytes, StandardCharsets.UTF_8);
      boolean exact = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
      if (exact) list.putObject(path).put("text", text);
      else list.putObject(path).put("base64", Base64.getEncoder().encodeToString(bytes));
    });
    return CanonicalJson.bytes(root);
  }

  static JobBundle read(byte[] bytes) throws BundleException {
    if (bytes.length > MAX_BYTES) throw invalid("larger than any bundle");
    try {
      JsonNode root = Json.parse(new String(bytes, StandardCharsets.UTF_8));
      if (!root.path("format").asText().equals(FORMAT)) throw invalid("expected format " + FORMAT);
      Map<String, byte[]> files = new TreeMap<>();
      for (var file : root.path("files").properties()) {
        files.put(file.getKey(), content(file.getValue()));
      }
      return JobBundle.of(files);
    } catch (IllegalArgumentException e) {
      throw invalid(e.getMessage());
    }
  }

  private static byte[] content(JsonNode file) throws BundleException {
    if (file.path("text").isTextual()) {
      return file.path("text").textValue().getBytes(StandardCharsets.UTF_8);
    }
    if (file.path("base64").isTextual()) {
      return Base64.getDecoder().decode(file.path("base64").textValue());
    }
    throw invalid("a file needs text or base64");
  }

  private static BundleException invalid(String why) {
    return new BundleException("bundle_invalid", "not a stored job bundle: " + why);
  }
}
