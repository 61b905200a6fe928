package dev.stint.runtime.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Runs the recognisers that the rules ask for and settles overlaps. Immutable, thread-safe. */
final class Detector {
  private final List<Recognizer> recognizers = new ArrayList<>();
  private final List<String> allowed;

  Detector(RedactionRules rules) {
    this.allowed =
        rules.allowed().stream()
            .map(a -> FoldedText.of(a).text().toLowerCase(Locale.ROOT))
            .toList();
    for (RedactionKind kind : rules.kinds()) {
      switch (kind) {
        case EMPLOYEE_NAME -> recognizers.add(new NameRecognizer(rules.people()));
        case EMAIL -> recognizers.add(Recognizers.EMAIL);
        case PHONE -> recognizers.addAll(Recognizers.PHONE);
        case SECRET -> recognizers.addAll(Recognizers.SECRET);
        case PAYMENT_CARD -> recognizers.add(Recognizers.CARD);
        case IBAN -> recognizers.add(Recognizers.IBAN);
        case ENCODED -> {}
      }
    }
    recognizers.add(new EncodedRecognizer(recognizers));
  }

  /** Without overlaps, in the order of the text: the leftmost wins, of those the longest. */
  List<Found> find(FoldedText folded) {
    List<Found> all = new ArrayList<>();
    for (Recognizer recognizer : recognizers) all.addAll(recognizer.find(folded.text()));
    if (all.isEmpty()) return all;
    String lower = folded.text().toLowerCase(Locale.ROOT);
    all.removeIf(found -> allowed(found, lower));
    all.sort(
        Comparator.comparingInt(Found::from)
            .thenComparing(Comparator.comparingInt(Found::to).reversed())
            .thenComparing(Found::kind));
    List<Found> kept = new ArrayList<>();
    int end = 0;
    for (Found found : all) {
      if (found.from() < end) continue;
      kept.add(found);
      end = found.to();
    }
    return kept;
  }

  /** Inside an allowed text: {@code legal@acme.test} does not allow {@code illegal@acme.test}. */
  private boolean allowed(Found found, String lower) {
    for (String text : allowed) {
      int earliest = Math.max(0, found.to() - text.length());
      for (int at = lower.indexOf(text, earliest); at >= 0 && at <= found.from(); ) {
        if (at + text.length() >= found.to()) return true;
        at = lower.indexOf(text, at + 1);
      }
    }
    return false;
  }
}
