package dev.stint.runtime.connector.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of Standard Webhooks, {@code v1}: HMAC-SHA-256 over id, time and body. Pure.
 *
 * @see <a href="https://www.standardwebhooks.com/">standardwebhooks.com</a>
 */
final class WebhookSignature {
  private static final String PREFIX = "whsec_";

  private WebhookSignature() {}

  /**
   * @param secret base64, with or without {@code whsec_}
   * @param seconds since 1970
   * @throws IllegalArgumentException when the secret is not of that form
   */
  static String of(String secret, String id, long seconds, byte[] body) {
    String base64 = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
    byte[] key = Base64.getDecoder().decode(base64);
    if (key.length < 24 || key.length > 64) {
      throw new IllegalArgumentException("expected a key of 24 to 64 bytes, found " + key.length);
    }
    var signed = new ByteArrayOutputStream();
    signed.writeBytes((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(body);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
