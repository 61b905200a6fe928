package dev.stint.runtime.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final PeopleDirectory PEOPLE =
      PeopleDirectory.parse("Jane Doe\nO'Malley, Patrick\nJosé García\nMaria Lopez # legal\nRex\n");
  private final Redactor redactor = new Redactor(RedactionRules.strict(PEOPLE), new byte[16]);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Jane Doe",
        "JANE DOE",
        "jane  doe",
        "Jane\nDoe",
        "jane.doe",
        "JaneDoe",
        "Doe, Jane",
        "Jane Q. Doe",
        "J. Doe",
        "Ja\u200bne D\u00ado\u0435",
        "Ｊａｎｅ Ｄｏｅ",
        "Jane\u00a0Doe",
        "Patrick O'Malley",
        "Patrick O’Malley",
        "Jose Garcia",
        "jane_doe",
        "**Jane** Doe",
        "jane.doe@acme.test",
        "jane.doe%40acme.test",
        "jane.doe [at] acme [dot] test",
        "j\u0430ne.doe@acme.test",
        "(312) 555-0164",
        "312-555-0164",
        "312.555.0164",
        "+1 312 555 0164",
        "+49 30 901820-17",
        "phone 555-0164",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "password=hunter2",
        "Bearer abcdef0123456789abcdef",
        "api_key: 9f8e7d6c5b4a3f2e",
        "https://bob:s3cret@host/x",
        "4111 1111 1111 1111",
        "DE89 3704 0044 0532 0130 00",
        "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----"
      })
  void shouldLeaveNothingRecognisable(String secret) throws Exception {
    String before = "Ask " + secret + " today";

    String after = redactor.redact(before);

    assertThat(after).isNotEqualTo(before).startsWith("Ask ").endsWith(" today").contains("[");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Effective 2026-01-15, see section 3.1.1 and 10.2.3.4 of SP 800-53.",
        "Purchases above $250,000.00 need 2 offers within 30-90 days.",
        "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "POL-01 v3.2 at 10:30-11:45 on 15.01.2026; id c-0123456789; 192.168.100.200",
        "Password: must have at least fourteen characters. Tokens: never share them.",
        "The password is never shared. rex the dog; Doe and Jane's law; marias lopezes",
        "run-2026-06-17-legal-7k3m9qx2 took 1234567890123 ns",
        "[person-k3f9] wrote to [email-ab2c] with password=[secret-zz22]",
        "naïve façade — “quoted” text with emoji 🙂 and ﬁ ligature"
      })
  void shouldNotTouchOrdinaryText(String text) throws Exception {
    assertThat(redactor.redact(text)).isEqualTo(text);
  }

  @Test
  void shouldGiveOnePersonOneMarkWithinARunAndAnotherInTheNext() throws Exception {
    String spellings = redactor.redact("Jane Doe / DOE, JANE / jane.doe");
    String other = new Redactor(RedactionRules.strict(PEOPLE), new byte[17]).redact("Jane Doe");

    List<String> marks = List.of(spellings.split(" / "));
    assertThat(Set.copyOf(marks)).hasSize(1);
    assertThat(other).isNotEqualTo(marks.getFirst());
  }

  @Test
  void shouldRedactKeysAndCountWithoutValues() throws Exception {
    JsonNode value = Json.parse("{\"jane.doe@acme.test\":{\"by\":[\"Maria Lopez\",7,true,null]}}");

    Redaction redaction = redactor.redact(value);

    assertThat(redaction.value().toString())
        .doesNotContainIgnoringCase("jane")
        .doesNotContain("Maria");
    assertThat(redaction.counts()).containsEntry("email", 1L).containsEntry("employee_name", 1L);
  }

  @Test
  void shouldLookIntoBase64() throws Exception {
    String hidden =
        Base64.getEncoder()
            .encodeToString("send to jane.doe@acme.test".getBytes(StandardCharsets.UTF_8));

    assertThat(redactor.redact("data " + hidden)).startsWith("data [encoded-");
  }

  @Test
  void shouldKeepWhatIsAllowed() throws Exception {
    var rules =
        new RedactionRules(
            EnumSet.allOf(RedactionKind.class),
            PEOPLE,
            List.of("legal@acme.test", "Jane Doe Fund"));
    var allowing = new Redactor(rules, new byte[16]);

    assertThat(allowing.redact("Legal@acme.test pays the Jane Doe Fund")).doesNotContain("[");
    assertThat(allowing.redact("illegal@acme.test met Jane Doe")).doesNotContain("illegal", "Jane");
  }

  @Test
  void shouldStayLinearOnHostileText() {
    String hostile = "a".repeat(200_000) + "@" + "1-".repeat(100_000) + " jane ".repeat(50_000);

    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> redactor.residual(TextNode.valueOf(hostile)));
  }

  @Property(tries = 300)
  void shouldChangeNothingTheSecondTime(@ForAll @From("mixtures") String text) throws Exception {
    String once = redactor.redact(text);

    assertThat(redactor.redact(once)).isEqualTo(once);
  }

  @Property(tries = 300)
  void shouldLetNoDirectoryNameThrough(
      @ForAll @From("separators") String separator, @ForAll @From("cases") int cases)
      throws Exception {
    String name = "jane" + separator + "doe";
    var varied = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      varied.append((cases >> i % 16 & 1) == 1 ? Character.toUpperCase(c) : c);
    }

    assertThat(redactor.redact("x " + varied + " y").toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("jane")
        .doesNotContain("doe");
  }

  @Provide
  Arbitrary<String> mixtures() {
    return Arbitraries.of(
            "Jane Doe",
            "jane.doe@acme.test",
            "312-555-0164",
            " and ",
            "password=",
            "secret",
            "[",
            "]",
            "4111111111111111",
            "\u200b",
            "é",
            "+49 30 901820",
            ", ",
            "\n",
            "Rex",
            "token: ab12cd34")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.strings().withChars(" \t\n._-\u00a0\u2009").ofMaxLength(6);
  }

  @Provide
  Arbitrary<Integer> cases() {
    return Arbitraries.integers().between(0, 65535);
  }
}
