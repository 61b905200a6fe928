package dev.stint.config.library;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.expression.TemplateText;
import dev.stint.config.expression.TemplateText.Piece;
import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expressions of a component in the words of its job: {@code with.title} becomes what the job gave,
 * {@code steps.search} the step's name there. Texts in quotes and comments are left alone, and so
 * is a member that happens to be called the same.
 */
final class ExpressionRewrite {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<text>[rRbB]{0,2}(?:\"\"\"[\\s\\S]*?\"\"\"|'''[\\s\\S]*?'''"
              + "|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'))"
              + "|(?<comment>//[^\\n]*)"
              + "|(?<own>(?<![\\w.])(?<root>with|steps)\\s*\\.\\s*(?<name>[A-Za-z_]\\w*))");

  private final Map<String, YamlNode> given;
  private final Map<String, String> ids;

  ExpressionRewrite(Map<String, YamlNode> given, Map<String, String> ids) {
    this.given = given;
    this.ids = ids;
  }

  String code(String source) throws ComponentException {
    Matcher token = TOKEN.matcher(source);
    var out = new StringBuilder();
    while (token.find()) {
      String text = token.group("own") == null ? token.group() : own(token);
      token.appendReplacement(out, Matcher.quoteReplacement(text));
    }
    return token.appendTail(out).toString();
  }

  private String own(Matcher token) throws ComponentException {
    String name = token.group("name");
    if (token.group("root").equals("steps")) return "steps." + ids.getOrDefault(name, name);
    if (!given.containsKey(name)) {
      throw new ComponentException(
          "component_param_missing",
          "the component reads with." + name + ", which is neither given nor has a default",
          "give it under with");
    }
    return inline(given.get(name));
  }

  /** A value as an expression. */
  private static String inline(YamlNode node) throws ComponentException {
    return switch (node) {
      case YamlScalar scalar ->
          scalar.value().isTextual() ? text(scalar) : scalar.value().toString();
      case YamlList list -> {
        List<String> items = new ArrayList<>();
        for (YamlNode item : list.items()) items.add(inline(item));
        yield "[" + String.join(", ", items) + "]";
      }
      case YamlMap map -> {
        List<String> members = new ArrayList<>();
        for (var entry : map.entries()) {
          members.add(TextNode.valueOf(entry.key()) + ": " + inline(entry.value()));
        }
        yield "{" + String.join(", ", members) + "}";
      }
    };
  }

  private static String text(YamlScalar scalar) throws ComponentException {
    List<String> parts = new ArrayList<>();
    List<Piece> pieces = pieces(scalar.text());
    for (Piece piece : pieces) {
      parts.add(
          switch (piece) {
            case Piece.Plain plain -> TextNode.valueOf(plain.text()).toString();
            case Piece.Code code when pieces.size() == 1 -> "(" + code.source() + ")";
            case Piece.Code code -> "string(" + code.source() + ")";
          });
    }
    return parts.size() == 1 ? parts.getFirst() : "(" + String.join(" + ", parts) + ")";
  }

  static List<Piece> pieces(String text) throws ComponentException {
    try {
      return TemplateText.split(text);
    } catch (TemplateText.UnclosedException e) {
      throw new ComponentException("expression_syntax", e.getMessage(), "close it with }}");
    }
  }
}
