package dev.stint.runtime.connector.secret;

/**
 * Where a secret is. The secret itself is looked up when it is used and stands in no field.
 *
 * @param setting the key that names it, for messages
 * @param reference {@code env:NAME} or {@code file:PATH}
 */
public record Secret(String setting, String reference) {
  public static boolean isReference(String text) {
    return text.matches("(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)");
  }
}
