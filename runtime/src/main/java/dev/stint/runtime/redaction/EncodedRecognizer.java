package dev.stint.runtime.redaction;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Looks one layer deep into base64: what decodes to text with something to redact goes whole. */
final class EncodedRecognizer implements Recognizer {
  private static final int MAX_CHARS = 8192;
  private static final Pattern RUN = Pattern.compile("([A-Za-z0-9+/_-]{16,}={0,2})");
  private static final Needed NEEDED = new Needed(16, "");

  private final List<Recognizer> inner;

  EncodedRecognizer(List<Recognizer> inner) {
    this.inner = List.copyOf(inner);
  }

  @Override
  public List<Found> find(String folded) {
    if (!NEEDED.isIn(folded)) return List.of();
    List<Found> found = new ArrayList<>();
    Matcher run = RUN.matcher(folded);
    while (run.find()) {
      if (run.end() - run.start() <= MAX_CHARS && hides(run.group())) {
        found.add(new Found(RedactionKind.ENCODED, run.start(), run.end(), run.group()));
      }
    }
    return found;
  }

  private boolean hides(String encoded) {
    try {
      String plain = encoded.replace('-', '+').replace('_', '/').replace("=", "");
      byte[] bytes = Base64.getDecoder().decode(plain);
      String text = new String(bytes, StandardCharsets.UTF_8);
      boolean printable =
          text.chars().noneMatch(c -> c == '\uFFFD' || c < 0x20 && !Character.isWhitespace(c));
      if (!printable) return false;
      String folded = FoldedText.of(text).text();
      return inner.stream().anyMatch(recognizer -> !recognizer.find(folded).isEmpty());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
