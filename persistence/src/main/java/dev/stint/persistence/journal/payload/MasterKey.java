package dev.stint.persistence.journal.payload;

import dev.stint.config.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that wraps data keys.
 *
 * @param id 16 hexadecimal digits derived from the key, safe to show
 */
record MasterKey(String id, SecretKeySpec key) {
  static final int ID_BYTES = 8;
  private static final byte[] DOMAIN =
      "stint payload master key\0".getBytes(StandardCharsets.UTF_8);

  static MasterKey of(byte[] secret) {
    byte[] digest = Sha256.digest(DOMAIN, secret);
    String id = HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
    return new MasterKey(id, AesGcm.key(secret));
  }

  @Override
  public String toString() {
    return "MasterKey[" + id + "]";
  }
}
