package dev.stint.runtime.model.remote;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ToolOffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of tools as protocols allow them: letters, digits, {@code _} and {@code -}, at most 64. The
 * dots of Stint's names become hyphens, which Stint's names never have. Immutable.
 */
public final class ToolNames {
  private static final int LONGEST = 64;
  private static final int HASH = 8;

  private final Map<String, String> originals;

  private ToolNames(Map<String, String> originals) {
    this.originals = Map.copyOf(originals);
  }

  static ToolNames of(ModelRequest request) {
    Map<String, String> originals = new HashMap<>();
    for (ToolOffer offer : request.tools()) originals.put(plain(offer.name()), offer.name());
    return new ToolNames(originals);
  }

  /** The name as it is sent. */
  public static String plain(String name) {
    String plain = name.replace('.', '-').replaceAll("[^A-Za-z0-9_-]", "_");
    if (plain.length() <= LONGEST) return plain;
    return plain.substring(0, LONGEST - HASH - 1) + "-" + Sha256.hex(name).substring(0, HASH);
  }

  /** The tool that was meant; a name that was not offered is kept, for whoever denies it. */
  String original(String plain) {
    return originals.getOrDefault(plain, plain.replace('-', '.'));
  }
}
