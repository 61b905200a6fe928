package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.schema.JsonSchemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether what a tool from outside declares can be offered. Pure. */
public final class DescriptorCheck {
  private static final String NAME = "[a-z][a-z0-9_]{0,63}(?:\\.[a-z][a-z0-9_]{0,63}){1,7}";
  private static final int DESCRIPTION = 4_000;
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final long LARGEST = 64L << 20;

  private DescriptorCheck() {}

  /** Everything that is wrong; empty when it can be offered. */
  public static List<String> problems(ToolDescriptor tool) {
    List<String> problems = new ArrayList<>();
    if (!tool.name().matches(NAME)) {
      problems.add(
          "expected a name of lower-case words joined by dots, such as acme.words.count, found \""
              + shown(tool.name())
              + "\"");
    }
    if (!tool.version().matches("\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}")) {
      problems.add("expected a version such as 1.0.0, found \"" + shown(tool.version()) + "\"");
    }
    if (tool.description().isBlank() || tool.description().length() > DESCRIPTION) {
      problems.add(
          "expected a description of 1 to "
              + DESCRIPTION
              + " characters, found "
              + tool.description().length());
    }
    schema("input", tool.inputSchema(), problems);
    schema("output", tool.outputSchema(), problems);
    if (tool.timeout().compareTo(LONGEST) > 0 || !tool.timeout().isPositive()) {
      problems.add("expected a timeout up to 24 hours, found " + tool.timeout());
    }
    if (tool.maxConcurrent() < 1) {
      problems.add("expected at least 1 call at once, found " + tool.maxConcurrent());
    }
    if (tool.maxOutputBytes() < 1 || tool.maxOutputBytes() > LARGEST) {
      problems.add(
          "expected an output of up to " + LARGEST + " bytes, found " + tool.maxOutputBytes());
    }
    return problems;
  }

  private static void schema(String which, JsonNode schema, List<String> problems) {
    JsonSchemas.check(schema).stream().limit(5).forEach(p -> problems.add(which + " schema: " + p));
  }

  private static String shown(String text) {
    String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
  }
}
