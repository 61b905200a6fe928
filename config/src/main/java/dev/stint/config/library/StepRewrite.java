package dev.stint.config.library;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.expression.TemplateText.Piece;
import dev.stint.config.text.Position;
import dev.stint.config.yaml.ScalarPlaces;
import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A component's step as the job would have written it. Everything new stands at the place of the
 * import, so that a problem points there; what the job gave keeps its own place.
 */
final class StepRewrite {
  /** Keys whose text is an expression without braces. */
  private static final Set<String> BARE =
      Set.of("when", "assert", "until", "forEach", "citations", "show");

  /** Keys whose text is the id of a step. */
  private static final Set<String> STEP_IDS = Set.of("dependsOn", "redo");

  /** Keys whose text may be a file of the component. */
  private static final Set<String> FILES = Set.of("prompt", "agent", "schema");

  private static final Pattern PARAM = Pattern.compile("with\\.([A-Za-z_]\\w*)");

  private final Position at;
  private final String folder;
  private final Set<String> files;
  private final Map<String, YamlNode> given;
  private final Map<String, String> ids;
  private final ExpressionRewrite expressions;

  /**
   * @param at the place of the import
   * @param files of the component, in the bundle
   */
  StepRewrite(
      Position at,
      String folder,
      Set<String> files,
      Map<String, YamlNode> given,
      Map<String, String> ids) {
    this.at = at;
    this.folder = folder;
    this.files = files;
    this.given = given;
    this.ids = ids;
    this.expressions = new ExpressionRewrite(given, ids);
  }

  YamlMap step(YamlMap step) throws ComponentException {
    YamlMap rewritten = (YamlMap) node(step, "");
    List<YamlMap.Entry> entries = new ArrayList<>();
    for (var entry : rewritten.entries()) {
      boolean id = entry.key().equals("id") && entry.value() instanceof YamlScalar;
      entries.add(id ? entry(entry.key(), renamed((YamlScalar) entry.value())) : entry);
    }
    return new YamlMap(at, entries);
  }

  private YamlNode node(YamlNode node, String key) throws ComponentException {
    return switch (node) {
      case YamlScalar scalar -> scalar(scalar, key);
      case YamlList list -> {
        List<YamlNode> items = new ArrayList<>();
        boolean steps = key.equals("steps") || key.equals("else");
        for (YamlNode item : list.items()) {
          items.add(steps && item instanceof YamlMap map ? step(map) : node(item, key));
        }
        yield new YamlList(at, items);
      }
      case YamlMap map -> {
        List<YamlMap.Entry> entries = new ArrayList<>();
        for (var entry : map.entries()) {
          entries.add(entry(entry.key(), node(entry.value(), entry.key())));
        }
        yield new YamlMap(at, entries);
      }
    };
  }

  private YamlNode scalar(YamlScalar scalar, String key) throws ComponentException {
    if (!scalar.value().isTextual())
      return new YamlScalar(at, scalar.text(), scalar.value(), none());
    String text = scalar.text();
    if (STEP_IDS.contains(key)) return renamed(scalar);
    if (FILES.contains(key) && files.contains(folder + "/" + text)) {
      return text(folder + "/" + text);
    }
    if (BARE.contains(key) && !text.contains("${{")) return text(expressions.code(text));
    List<Piece> pieces = ExpressionRewrite.pieces(text);
    if (!BARE.contains(key) && pieces.size() == 1 && pieces.getFirst() instanceof Piece.Code code) {
      Matcher param = PARAM.matcher(code.source());
      if (param.matches() && given.containsKey(param.group(1))) return given.get(param.group(1));
    }
    var out = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Plain plain -> out.append(plain.text().replace("${{", "$${{"));
        case Piece.Code code ->
            out.append("${{ ").append(expressions.code(code.source())).append(" }}");
      }
    }
    return text(out.toString());
  }

  private YamlScalar renamed(YamlScalar id) {
    return text(ids.getOrDefault(id.text(), id.text()));
  }

  private YamlMap.Entry entry(String key, YamlNode value) {
    return new YamlMap.Entry(at, key, value);
  }

  private YamlScalar text(String text) {
    return new YamlScalar(at, text, TextNode.valueOf(text), none());
  }

  private ScalarPlaces none() {
    return new ScalarPlaces(at, "", List.of(), ScalarPlaces.Style.OTHER);
  }
}
