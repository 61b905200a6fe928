package dev.stint.runtime.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeededTest {
  private static final List<PatternRecognizer> RECOGNIZERS = recognizers();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.c",
        "a(at)b(dot)c",
        "a[at]b.c",
        "a%40b.c",
        "+1234567 8",
        "0012345 6789",
        "312-555-0164",
        "fax 5550164",
        "-----BEGIN PRIVATE KEY-----",
        "xoxb-1234567890",
        "AKIAIOSFODNN7EXAMPLE",
        "basic abcdef0123456789",
        "basic\tabcdef0123456789",
        "://a:b@",
        "pwd=abcd",
        "pwd:abcde1",
        "pwd is abcde1",
        "4222222222222",
        "NO9386011117947"
      })
  void shouldFindTheShortestThatMatches(String shortest) {
    assertThat(RECOGNIZERS)
        .as(shortest)
        .anySatisfy(recognizer -> assertThat(recognizer.find(shortest)).isNotEmpty());
  }

  @Property(tries = 3_000)
  void shouldFindWhatThePatternAloneFinds(@ForAll @From("mixtures") String text) {
    for (PatternRecognizer recognizer : RECOGNIZERS) {
      assertThat(recognizer.find(text))
          .as("%s in %s", recognizer.pattern(), text)
          .isEqualTo(byThePatternAlone(recognizer).find(text));
    }
  }

  private static PatternRecognizer byThePatternAlone(PatternRecognizer recognizer) {
    return new PatternRecognizer(
        recognizer.kind(),
        Needed.NOTHING,
        recognizer.pattern(),
        recognizer.free(),
        recognizer.plausible());
  }

  private static List<PatternRecognizer> recognizers() {
    List<Recognizer> all = new ArrayList<>();
    Stream.of(Recognizers.PHONE, Recognizers.SECRET).forEach(all::addAll);
    all.addAll(List.of(Recognizers.EMAIL, Recognizers.CARD, Recognizers.IBAN));
    return all.stream().map(PatternRecognizer.class::cast).toList();
  }

  /** Pieces that patterns ask for, next to each other and torn apart. */
  @Provide
  Arbitrary<String> mixtures() {
    return Arbitraries.of(
            "a",
            "b.c",
            "@",
            "%40",
            "(at)",
            "[dot]",
            "+",
            "00",
            "1",
            "312-",
            "555-",
            "0164",
            "(201)",
            "fax",
            "tel. ",
            "-----BEGIN ",
            "PRIVATE KEY-----",
            "xoxb-",
            "ghp_",
            "AKIA",
            "sk-",
            "eyJ",
            "IOSFODNN7EXAMPLE",
            "1234567890",
            "abcdef0123456789",
            "basic",
            "bearer",
            " ",
            "\t",
            "://",
            ":",
            "/",
            "pwd",
            "token",
            "=",
            " is ",
            "secret1",
            "4111",
            "1111",
            "DE89",
            "3704",
            "BR",
            "\u212a",
            "\u017f")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }
}
