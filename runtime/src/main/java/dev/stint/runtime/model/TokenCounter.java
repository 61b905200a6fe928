package dev.stint.runtime.model;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;

/**
 * Counts tokens as the {@code o200k_base} vocabulary cuts them (E1). Deterministic, thread-safe.
 *
 * <p>Text of more than {@value #EXACT_CHARS} characters is answered with its UTF-8 length, which is
 * never too little: a byte-level vocabulary has no token shorter than a byte.
 */
public final class TokenCounter {
  private static final int EXACT_CHARS = 1_000_000;
  private static final TokenCounter O200K = new TokenCounter(EncodingType.O200K_BASE);

  private final Encoding encoding;

  private TokenCounter(EncodingType type) {
    encoding = Encodings.newLazyEncodingRegistry().getEncoding(type);
  }

  /** The counter that all budgets use; its tables are loaded once. */
  public static TokenCounter o200k() {
    return O200K;
  }

  /** Tokens of {@code text}, special tokens read as plain text. */
  public long count(String text) {
    if (text.isEmpty()) return 0;
    if (text.length() > EXACT_CHARS) return text.getBytes(StandardCharsets.UTF_8).length;
    return encoding.countTokensOrdinary(text);
  }

  /** The longest beginning of {@code text} that has at most {@code most} tokens. */
  public String cut(String text, long most) {
    int fits = 0;
    int not = text.length() + 1;
    while (not - fits > 1) {
      int middle = (fits + not) >>> 1;
      if (count(text.substring(0, middle)) <= most) fits = middle;
      else not = middle;
    }
    boolean half = fits > 0 && Character.isHighSurrogate(text.charAt(fits - 1));
    return text.substring(0, half ? fits - 1 : fits);
  }
}
