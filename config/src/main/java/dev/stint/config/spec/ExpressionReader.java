package dev.stint.config.spec;

import dev.stint.config.expression.Expected;
import dev.stint.config.expression.Expression;
import dev.stint.config.expression.Template;
import dev.stint.config.expression.TemplateText;
import dev.stint.config.expression.TemplateText.Piece;
import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the expressions of a job file and remembers each for {@link ExpressionChecks}. */
final class ExpressionReader {
  /** Most expressions of one job: compiling one takes a millisecond or more. */
  static final int MAX = 500;

  private final Problems problems;
  private final List<ExpressionUse> uses = new ArrayList<>();

  ExpressionReader(Problems problems) {
    this.problems = problems;
  }

  List<ExpressionUse> uses() {
    return uses;
  }

  /** A place that holds one expression, bare or in {@code ${{ }}}. */
  Optional<Expression> bare(Fields fields, String key, Expected expected, ExpressionUse.Site site) {
    return fields
        .scalar(key, "an expression")
        .flatMap(scalar -> bare(scalar, fields.pointer(key), expected, site));
  }

  Optional<Expression> bare(
      YamlScalar scalar, String pointer, Expected expected, ExpressionUse.Site site) {
    String text = scalar.text();
    if (!text.contains("${{")) {
      int lead = text.length() - text.stripLeading().length();
      return Optional.of(use(new Piece.Code(text.strip(), lead), scalar, pointer, expected, site));
    }
    var pieces = split(scalar, pointer);
    if (pieces.size() == 1 && pieces.getFirst() instanceof Piece.Code code) {
      return Optional.of(use(code, scalar, pointer, expected, site));
    }
    if (!pieces.isEmpty()) {
      problems.add(
          scalar,
          pointer,
          "expression_syntax",
          "expected one expression, found text around it",
          "write the expression alone");
    }
    return Optional.empty();
  }

  /** A tree whose text leaves may hold expressions. */
  Template template(YamlNode node, String pointer, ExpressionUse.Site site) {
    return switch (node) {
      case YamlScalar scalar -> leaf(scalar, pointer, site);
      case YamlList list -> {
        List<Template> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
          items.add(template(list.items().get(i), pointer + "/" + i, site));
        }
        yield new Template.Items(items);
      }
      case YamlMap map -> {
        Map<String, Template> members = new TreeMap<>();
        for (var entry : map.entries()) {
          String inner = pointer + "/" + Fields.escape(entry.key());
          members.put(entry.key(), template(entry.value(), inner, site));
        }
        yield new Template.Members(members);
      }
    };
  }

  private Template leaf(YamlScalar scalar, String pointer, ExpressionUse.Site site) {
    if (!scalar.value().isTextual() || !scalar.text().contains("${{")) {
      return new Template.Fixed(scalar.value());
    }
    List<Template.Part> parts = new ArrayList<>();
    for (Piece piece : split(scalar, pointer)) {
      parts.add(
          switch (piece) {
            case Piece.Plain plain -> new Template.Part.Text(plain.text());
            case Piece.Code code ->
                new Template.Part.Value(use(code, scalar, pointer, Expected.ANY, site));
          });
    }
    boolean alone = parts.size() == 1;
    return alone && parts.getFirst() instanceof Template.Part.Value value
        ? new Template.Whole(value.expression())
        : new Template.Mixed(parts);
  }

  private List<Piece> split(YamlScalar scalar, String pointer) {
    try {
      return TemplateText.split(scalar.text());
    } catch (TemplateText.UnclosedException e) {
      problems.add(
          scalar.positionOf(e.offset()),
          pointer,
          "expression_syntax",
          e.getMessage(),
          "close the expression, or write $${{ for the characters themselves");
      return List.of();
    }
  }

  private Expression use(
      Piece.Code code,
      YamlScalar scalar,
      String pointer,
      Expected expected,
      ExpressionUse.Site site) {
    var expression = new Expression(code.source(), scalar.positionOf(code.offset()));
    uses.add(new ExpressionUse(expression, scalar, code.offset(), pointer, expected, site));
    return expression;
  }
}
