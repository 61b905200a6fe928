package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** {@code --name value} pairs. */
record Options(Map<String, String> values) {
  static Options of(String... args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException("expected --NAME VALUE, found " + args[i]);
      }
      values.put(args[i].substring(2), args[i + 1]);
    }
    return new Options(values);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  long number(String name, long otherwise) {
    return Long.parseLong(text(name, String.valueOf(otherwise)));
  }

  /** Writes the figures where {@code --json} says, if it does. */
  void writeJson(JsonNode figures) throws IOException {
    if (!values.containsKey("json")) return;
    Files.writeString(Path.of(values.get("json")), figures.toPrettyString() + "\n");
  }
}
