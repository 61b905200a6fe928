package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyFileReaderTest {
  private static final String HEAD = "apiVersion: stint/v1\nkind: Policy\nname: stricter\n";

  private static PolicyFile policy(String rules) {
    var result = PolicyFileReader.read(HEAD + rules);
    assertThat(result).isInstanceOf(PolicyFileReader.Result.Ok.class);
    return ((PolicyFileReader.Result.Ok) result).policy();
  }

  private static List<String> problems(String text) {
    var result = PolicyFileReader.read(text);
    assertThat(result).isInstanceOf(PolicyFileReader.Result.Invalid.class);
    return ((PolicyFileReader.Result.Invalid) result)
        .problems().stream().map(SpecProblem::toString).toList();
  }

  @Test
  void shouldDenyByToolByPrefixAndByEffect() {
    PolicyFile policy = policy("deny: {tools: [stint.publish, 'stint.http.*'], effects: [write]}");
    assertThat(policy.deniesTool("stint.publish", Effect.READ))
        .contains("deny.tools stint.publish");
    assertThat(policy.deniesTool("stint.http.get", Effect.READ)).isPresent();
    assertThat(policy.deniesTool("stint.ticket", Effect.WRITE)).contains("deny.effects write");
    assertThat(policy.deniesTool("stint.httpx", Effect.READ)).isEmpty();
  }

  @Test
  void shouldDenyHostsAndSources() {
    PolicyFile policy = policy("deny: {hosts: ['*.example.com'], sources: [policies]}");
    assertThat(policy.deniesHost("a.example.com", 443)).contains("deny.hosts a.example.com");
    assertThat(policy.deniesHost("example.org", 443)).isEmpty();
    assertThat(policy.deniesSource("policies")).contains("deny.sources policies");
  }

  @Test
  void shouldReadLimitsAndWhoMustApprove() {
    PolicyFile policy =
        policy(
            """
            requireApproval: {effects: [write], by: ['group:legal']}
            maxTokensPerRun: 9000
            maxAttempts: 2
            citations: {minPerSection: 3}
            """);
    assertThat(policy.approved().covers("stint.publish", Effect.WRITE)).isTrue();
    assertThat(policy.approved().by()).containsExactly("group:legal");
    assertThat(policy.maxTokens()).contains(9000L);
    assertThat(policy.maxAttempts()).contains(2);
    assertThat(policy.minCitations()).contains(3);
  }

  @Test
  void shouldNameEveryProblemAtOnceWithItsPlace() {
    assertThat(
            problems(
                """
                apiVersion: stint/v1
                kind: Policy
                name: stricter
                deny: {tool: [a], effects: [wite], hosts: ['a b']}
                requireApproval: {effects: [write]}
                maxTokensPerRun: 0
                """))
        .hasSize(5)
        .anySatisfy(p -> assertThat(p).startsWith("policy:4:8 deny.tool: unknown key"))
        .anySatisfy(p -> assertThat(p).contains("policy:4:29 deny.effects[0]").contains("write"))
        .anySatisfy(p -> assertThat(p).contains("deny.hosts[0]: expected a host name"))
        .anySatisfy(p -> assertThat(p).contains("requireApproval.by: missing"))
        .anySatisfy(p -> assertThat(p).contains("maxTokensPerRun: expected a whole number from 1"));
  }

  @Test
  void shouldRefuseAPolicyWithoutRulesAndWhatIsNoPolicy() {
    assertThat(problems(HEAD)).anySatisfy(p -> assertThat(p).contains("at least one rule"));
    assertThat(problems("kind: Job\n")).anySatisfy(p -> assertThat(p).contains("expected Policy"));
    assertThat(problems("- a\n")).singleElement().asString().contains("expected a mapping");
  }
}
