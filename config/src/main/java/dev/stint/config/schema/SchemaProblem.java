package dev.stint.config.schema;

/**
 * One way in which a value misses its schema. Messages name types, names and limits, never texts
 * from the value: those may be personal or secret.
 *
 * @param pointer JSON Pointer into the value; empty for the whole
 * @param keyword the schema keyword that refused it
 */
public record SchemaProblem(String pointer, String keyword, String message) {
  @Override
  public String toString() {
    return (pointer.isEmpty() ? "" : pointer + ": ") + message;
  }
}
