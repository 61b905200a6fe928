package dev.stint.config.spec;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.stint.config.spec.ModelScript.LastResult;
import dev.stint.config.spec.ModelScript.Range;
import dev.stint.config.spec.ModelScript.When;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/** Reads the {@code when} of a scripted model's rule. */
final class ScriptConditions {
  private static final int LONGEST_PATTERN = 1000;
  private static final java.util.regex.Pattern RANGE =
      java.util.regex.Pattern.compile("(\\d{1,6})(?:\\.\\.(\\d{1,6})?)?");

  private ScriptConditions() {}

  static When read(Fields rule) {
    return rule.object("when", Section.SCRIPT_WHEN).map(ScriptConditions::when).orElse(When.ALWAYS);
  }

  private static When when(Fields when) {
    return new When(
        Names.STEP.check(when, "step"),
        range(when, "turn"),
        range(when, "attempt"),
        when.flag("summarising").orElse(false),
        pattern(when, "text"),
        data(when),
        when.object("result", Section.SCRIPT_RESULT).map(ScriptConditions::result));
  }

  private static LastResult result(Fields result) {
    return new LastResult(result.text("tool"), result.flag("failed"), pattern(result, "text"));
  }

  /** {@code 3}, {@code '2..5'} or {@code '4..'}. */
  private static Optional<Range> range(Fields when, String key) {
    String expected = "a number, or a range such as 2..5 or 4..";
    Optional<YamlScalar> scalar = when.scalar(key, expected);
    if (scalar.isEmpty()) return Optional.empty();
    Matcher range = RANGE.matcher(scalar.get().text());
    if (!range.matches()) {
      when.refuse(key, "bad_range", "expected " + expected + ", found " + scalar.get().kind(), "");
      return Optional.empty();
    }
    int from = Integer.parseInt(range.group(1));
    boolean open = scalar.get().text().endsWith("..");
    int to =
        open ? Integer.MAX_VALUE : range.group(2) == null ? from : Integer.parseInt(range.group(2));
    return Optional.of(new Range(from, to));
  }

  private static Map<String, Pattern> data(Fields when) {
    Map<String, Pattern> found = new LinkedHashMap<>();
    Optional<YamlNode> node = when.node("data");
    if (node.isEmpty()) return found;
    if (!(node.get() instanceof YamlMap map)) {
      when.refuse("data", "wrong_type", "expected a mapping, found " + node.get().kind(), "");
      return found;
    }
    for (YamlMap.Entry entry : map.entries()) {
      String pointer = when.pointer("data") + "/" + Fields.escape(entry.key());
      if (entry.value() instanceof YamlScalar scalar) {
        compile(scalar, pointer, when.problems()).ifPresent(p -> found.put(entry.key(), p));
      } else {
        when.problems()
            .add(
                entry.value(),
                pointer,
                "wrong_type",
                "expected a regular expression, found " + entry.value().kind(),
                "");
      }
    }
    return found;
  }

  private static Optional<Pattern> pattern(Fields fields, String key) {
    return fields
        .textScalar(key)
        .flatMap(scalar -> compile(scalar, fields.pointer(key), fields.problems()));
  }

  private static Optional<Pattern> compile(YamlScalar scalar, String pointer, Problems problems) {
    String message =
        "expected a regular expression (RE2) of at most " + LONGEST_PATTERN + " characters, found ";
    try {
      if (scalar.text().length() <= LONGEST_PATTERN) {
        return Optional.of(Pattern.compile(scalar.text()));
      }
      problems.add(scalar, pointer, "bad_pattern", message + scalar.text().length(), "");
    } catch (PatternSyntaxException e) {
      problems.add(
          scalar, pointer, "bad_pattern", message + scalar.kind() + ": " + e.getDescription(), "");
    }
    return Optional.empty();
  }
}
