package dev.stint.config.spec;

import dev.stint.config.text.Position;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlReader;
import dev.stint.config.yaml.YamlScalar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a policy file and reports everything that is wrong with it at once. Stateless. */
public final class PolicyFileReader {
  /** What problems call the file, whose own name is not known here. */
  static final String FILE = "policy";

  private static final long MOST_TOKENS = 1_000_000_000;

  private PolicyFileReader() {}

  /** The outcome of reading a policy. */
  public sealed interface Result {
    record Ok(PolicyFile policy) implements Result {}

    /** Everything that is wrong, by place; never empty. */
    record Invalid(List<SpecProblem> problems) implements Result {}
  }

  public static Result read(String text) {
    var problems = new Problems(Set.of(), FILE);
    var document = YamlReader.read(text.getBytes(StandardCharsets.UTF_8));
    for (var problem : document.problems()) {
      problems.add(problem.at(), "", problem.code(), problem.message(), problem.hint());
    }
    Optional<PolicyFile> policy = document.root().flatMap(root -> policy(root, problems));
    return policy.isPresent() && problems.isEmpty()
        ? new Result.Ok(policy.get())
        : new Result.Invalid(problems.report());
  }

  private static Optional<PolicyFile> policy(YamlNode root, Problems problems) {
    return Fields.open(Section.POLICY_FILE, root, "", problems)
        .map(PolicyFileReader::policy)
        .filter(policy -> asksForSomething(policy, problems));
  }

  private static PolicyFile policy(Fields file) {
    fixed(file, "apiVersion", "stint/v1");
    fixed(file, "kind", "Policy");
    if (!file.has("name")) file.missing("name", "name: no_writes");
    return new PolicyFile(
        Names.ID.check(file, "name").orElse(""),
        file.object("deny", Section.POLICY_DENY)
            .map(PolicyFileReader::denied)
            .orElse(PolicyFile.Denied.NOTHING),
        file.object("requireApproval", Section.POLICY_APPROVAL)
            .map(PolicyFileReader::approved)
            .orElse(PolicyFile.Approved.NOTHING),
        optional(file.integer("maxTokensPerRun", 1, MOST_TOKENS)),
        optional(file.integer("maxAttempts", 1, 100)).map(Math::toIntExact),
        file.object("citations", Section.POLICY_CITATIONS)
            .flatMap(c -> optional(c.integer("minPerSection", 1, 100)))
            .map(Math::toIntExact));
  }

  private static PolicyFile.Denied denied(Fields deny) {
    return new PolicyFile.Denied(
        tools(deny),
        Lists.choices(deny, "effects", Effect.class, Set.of()),
        new NetworkSpec(Lists.named(deny, "hosts", Names.HOST)),
        new HashSet<>(Lists.named(deny, "sources", Names.ID)));
  }

  private static PolicyFile.Approved approved(Fields approval) {
    if (!approval.has("by")) approval.missing("by", "by: ['group:compliance']");
    return new PolicyFile.Approved(
        tools(approval),
        Lists.choices(approval, "effects", Effect.class, Set.of()),
        Lists.named(approval, "by", Names.PRINCIPAL));
  }

  /** Names of tools, or beginnings that end with a star. */
  private static List<String> tools(Fields fields) {
    List<String> found = new ArrayList<>();
    List<YamlScalar> texts = fields.texts("tools", 100);
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i).text();
      String plain = text.endsWith(".*") ? text.substring(0, text.length() - 2) : text;
      if (text.equals("*") || Names.TOOL.matches(plain)) {
        found.add(text);
      } else {
        fields
            .problems()
            .add(
                texts.get(i),
                fields.pointer("tools") + "/" + i,
                "bad_name",
                "expected a tool such as stint.publish, or stint.http.*; found "
                    + texts.get(i).kind(),
                "");
      }
    }
    return found;
  }

  private static void fixed(Fields file, String key, String value) {
    if (!file.has(key)) file.missing(key, key + ": " + value);
    file.textScalar(key)
        .filter(scalar -> !scalar.text().equals(value))
        .ifPresent(scalar ->
            file.refuse(
                key, "unknown_value", "expected " + value + ", found " + scalar.kind(), ""));
  }

  private static boolean asksForSomething(PolicyFile policy, Problems problems) {
    boolean nothing =
        policy.denied().equals(PolicyFile.Denied.NOTHING)
            && policy.approved().equals(PolicyFile.Approved.NOTHING)
            && policy.maxTokens().isEmpty()
            && policy.maxAttempts().isEmpty()
            && policy.minCitations().isEmpty();
    if (nothing) {
      problems.add(
          Position.START,
          "",
          "policy_empty",
          "expected at least one rule, found none",
          "for example: deny: {effects: [write]}");
    }
    return !nothing;
  }

  private static Optional<Long> optional(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }
}
