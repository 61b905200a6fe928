package dev.stint.config.spec;

import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code tools}. */
final class ToolReader {
  private static final int MOST = 100;
  private static final Pattern RATE = Pattern.compile("([1-9]\\d{0,5})/(\\d{0,6})([smhd])");

  private ToolReader() {}

  static List<ToolGrant> read(Fields job) {
    List<ToolGrant> grants = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<YamlNode> items = job.list("tools", MOST);
    for (int i = 0; i < items.size(); i++) {
      var fields =
          Fields.open(Section.TOOL, items.get(i), job.pointer("tools") + "/" + i, job.problems());
      var grant = fields.flatMap(ToolReader::grant);
      grant.ifPresent(grants::add);
      if (grant.isPresent() && !names.add(grant.get().name())) {
        fields
            .orElseThrow()
            .refuse(
                "use",
                "duplicate_id",
                "a second grant of \"" + grant.get().name() + "\"",
                "keep one grant a tool");
      }
    }
    return grants;
  }

  private static Optional<ToolGrant> grant(Fields fields) {
    if (!fields.has("use")) fields.missing("use", "stint.documents.search@^1");
    Optional<YamlScalar> use = fields.textScalar("use");
    var effect = fields.choice("effect", Effect.class);
    boolean approval = approval(fields);
    var scopes = Lists.named(fields, "scopes", Names.SCOPE);
    var compensate = Names.TOOL.check(fields, "compensate");
    var rateLimit = rateLimit(fields);
    var cache = fields.duration("cache");
    var degrade = fields.object("degrade", Section.DEGRADE).flatMap(ToolReader::degrade);
    if (use.isEmpty()) return Optional.empty();
    String text = use.get().text();
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    String range = at < 0 ? "*" : text.substring(at + 1);
    if (!Names.TOOL.matches(name)) {
      Names.TOOL.check(use.get(), fields.pointer("use"), fields.problems());
      return Optional.empty();
    }
    if (VersionRange.parse(range).isEmpty()) {
      fields.refuse(
          "use",
          "bad_version_range",
          "expected a version range such as ^1, ~1.2 or 1.2.3 after \"@\"; found \"" + range + "\"",
          "for example: " + name + "@^1");
    }
    return Optional.of(
        new ToolGrant(
            name, range, effect, approval, scopes, compensate, rateLimit, cache, degrade));
  }

  private static Optional<Degrade> degrade(Fields fields) {
    var cached = fields.duration("cached");
    var value = fields.node("value").map(YamlNode::toJson);
    if (!fields.has("cached") && !fields.has("value")) fields.missing("cached", "24h");
    return Optional.of(new Degrade(cached, value));
  }

  private static boolean approval(Fields fields) {
    return fields
        .textScalar("approval")
        .filter(s ->
            Choices.known(
                List.of("required", "none"),
                s,
                fields.pointer("approval"),
                "unknown_value",
                fields.problems()))
        .map(s -> s.text().equals("required"))
        .orElse(false);
  }

  private static Optional<RateLimit> rateLimit(Fields fields) {
    var scalar = fields.textScalar("rateLimit");
    if (scalar.isEmpty()) return Optional.empty();
    var match = RATE.matcher(scalar.get().text());
    if (!match.matches()) {
      fields.refuse(
          "rateLimit",
          "bad_rate",
          "expected calls per time such as 5/1m, found " + scalar.get().kind(),
          "");
      return Optional.empty();
    }
    long count = match.group(2).isEmpty() ? 1 : Math.max(1, Long.parseLong(match.group(2)));
    long seconds =
        switch (match.group(3)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3_600;
          default -> 86_400;
        };
    return Optional.of(
        new RateLimit(Integer.parseInt(match.group(1)), Duration.ofSeconds(count * seconds)));
  }
}
