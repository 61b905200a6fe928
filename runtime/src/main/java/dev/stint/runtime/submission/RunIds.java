package dev.stint.runtime.submission;

import dev.stint.config.json.Sha256;
import dev.stint.persistence.event.RunId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Makes run ids. With an idempotency key the id is a function of caller, key and day, so that a
 * repeat finds the run without any index; yesterday's id is looked up too, which keeps keys valid
 * for at least 24 hours (L1), and tomorrow's, which it is when the clock was set back.
 */
public final class RunIds {
  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int SUFFIX = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RunIds() {}

  /** A fresh id, unlike any other with overwhelming probability. */
  public static RunId random(String department, Instant now) {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return id(day(now), department, bytes);
  }

  /** The ids that a submission with this key may have been given, the one to use now first. */
  public static List<RunId> ofKey(String caller, String department, String key, Instant now) {
    LocalDate today = day(now);
    return List.of(
        keyed(today, department, caller, key),
        keyed(today.minusDays(1), department, caller, key),
        keyed(today.plusDays(1), department, caller, key));
  }

  private static RunId keyed(LocalDate day, String department, String caller, String key) {
    byte[] digest =
        Sha256.digest(
            (day + "\n" + caller + "\n" + key).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return id(day, department, digest);
  }

  private static LocalDate day(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  private static RunId id(LocalDate day, String department, byte[] entropy) {
    long bits = java.nio.ByteBuffer.wrap(entropy).getLong();
    StringBuilder suffix = new StringBuilder(SUFFIX);
    for (int i = 0; i < SUFFIX; i++) {
      suffix.append(ALPHABET[(int) (bits & 31)]);
      bits >>>= 5;
    }
    return new RunId("run-" + day + "-" + slug(department) + "-" + suffix);
  }

  private static String slug(String department) {
    StringBuilder slug = new StringBuilder();
    for (char c : department.toLowerCase(java.util.Locale.ROOT).toCharArray()) {
      boolean safe = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      slug.append(safe ? c : '_');
    }
    String trimmed = slug.length() > 24 ? slug.substring(0, 24) : slug.toString();
    return trimmed.isEmpty() || trimmed.charAt(0) == '_' ? "d" + trimmed : trimmed;
  }
}
