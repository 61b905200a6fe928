package dev.stint.config.spec;

import dev.stint.config.expression.Template;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code data}: the sources a job may read, and {@code network}. */
final class DataReader {
  private static final int MOST = 50;
  private static final Pattern SCHEME =
      Pattern.compile("(folder|git|knowledge|file|mcp|http|https|sql):.+", Pattern.DOTALL);
  private static final List<String> CLASSES =
      List.of("public", "internal", "confidential", "restricted");

  private static final List<String> TRUST = List.of(DataSource.CURATED, DataSource.UNTRUSTED);

  private final ExpressionReader expressions;
  private final Map<String, Template> locations = new LinkedHashMap<>();

  DataReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  /** The compiled {@code source} of each data source. */
  Map<String, Template> locations() {
    return locations;
  }

  List<DataSource> read(Fields job) {
    List<DataSource> sources = new ArrayList<>();
    List<YamlNode> items = job.list("data", MOST);
    for (int i = 0; i < items.size(); i++) {
      Fields.open(Section.SOURCE, items.get(i), job.pointer("data") + "/" + i, job.problems())
          .flatMap(this::source)
          .ifPresent(sources::add);
    }
    return sources;
  }

  private Optional<DataSource> source(Fields fields) {
    if (!fields.has("id")) fields.missing("id", "policies");
    if (!fields.has("source")) fields.missing("source", "folder:policies");
    Optional<String> id = Names.ID.check(fields, "id");
    var source = fields.textScalar("source");
    source
        .filter(s -> !SCHEME.matcher(s.text()).matches())
        .ifPresent(s ->
            fields.refuse(
                "source",
                "unknown_value",
                "expected folder:<path>, git:<path>, knowledge:<id>, file:<path>, mcp:<server>/<name>,"
                    + " https:<url> or sql:<name>; found "
                    + s.kind(),
                "for a folder beside job.yaml write folder:<name>"));
    String classification = word(fields, "classification", CLASSES, "internal");
    String access = word(fields, "access", List.of("read"), "read");
    String trust = word(fields, "trust", TRUST, DataSource.UNTRUSTED);
    List<String> categories = Lists.named(fields, "categories", Names.ID);
    if (id.isEmpty() || source.isEmpty()) return Optional.empty();
    var site = new ExpressionUse.Site.Job(false);
    var location = expressions.template(source.get(), fields.pointer("source"), site);
    if (locations.putIfAbsent(id.get(), location) != null) {
      fields.refuse(
          "id", "duplicate_id", "a second data source \"" + id.get() + "\"", "rename one");
    }
    return Optional.of(
        new DataSource(id.get(), source.get().text(), classification, access, trust, categories));
  }

  private static String word(Fields fields, String key, List<String> words, String standard) {
    return fields
        .textScalar(key)
        .filter(
            s -> Choices.known(words, s, fields.pointer(key), "unknown_value", fields.problems()))
        .map(s -> s.text())
        .orElse(standard);
  }

  static NetworkSpec network(Fields job) {
    Optional<YamlNode> node = job.node("network");
    boolean deny =
        node.isEmpty() || (node.get() instanceof YamlScalar s && s.text().equals("deny"));
    if (deny) return NetworkSpec.DENY;
    return job.object("network", Section.NETWORK)
        .map(network -> new NetworkSpec(Lists.named(network, "allow", Names.HOST)))
        .orElse(NetworkSpec.DENY);
  }
}
