package dev.stint.config.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A setting that says where a secret is, so that the secret itself stands in no settings file:
 * {@code env:NAME}, {@code file:PATH}, or the secret itself.
 */
public final class SecretReference {
  private SecretReference() {}

  /**
   * The secret.
   *
   * @param key the setting, named in errors
   * @param reference its value, never named in errors unless it is a place
   * @param variables of the process
   * @throws IllegalArgumentException when there is nothing in that place
   */
  public static String resolve(String key, String reference, Map<String, String> variables) {
    if (reference.startsWith("env:")) {
      String name = reference.substring("env:".length());
      String value = variables.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "%s: expected a secret in the variable %s, found none".formatted(key, name));
      }
      return value;
    }
    if (reference.startsWith("file:")) {
      Path file = Path.of(reference.substring("file:".length()));
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "%s: expected a secret in the file %s, which cannot be read".formatted(key, file), e);
      }
    }
    return reference;
  }
}
