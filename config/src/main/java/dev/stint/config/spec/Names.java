package dev.stint.config.spec;

import dev.stint.config.yaml.YamlScalar;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names are plain ASCII, so that two that look alike are alike (B20). */
enum Names {
  ID("[a-z][a-z0-9_]{0,63}", "lower-case letters, digits and \"_\", starting with a letter"),
  STEP("[a-z][a-z0-9_]{0,63}", "the id of a step"),
  TOOL(
      "[a-z][a-z0-9_]{0,63}(?:\\.[a-z][a-z0-9_]{0,63}){0,7}",
      "lower-case words joined by dots, such as stint.documents.search"),
  MODEL("[a-z][a-z0-9_-]{0,63}/[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}", "provider/model"),
  PRINCIPAL(
      "(?:user|group|role):[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}",
      "user:<name>, group:<name> or role:<name>"),
  CHANNEL(
      "(?:user|group|role|webhook|mail|console|log):[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}|console|log",
      "user:<name>, group:<name>, webhook:<name>, mail:<name>, console or log"),
  LABEL("[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "ASCII letters, digits, \".\", \"_\" and \"-\""),
  SCOPE("[A-Za-z0-9][A-Za-z0-9._:/*-]{0,127}", "ASCII letters, digits and . _ : / * -"),
  INPUT("[A-Za-z][A-Za-z0-9_]{0,63}", "letters, digits and \"_\", starting with a letter"),
  HOST("(?:\\*\\.)?[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?", "a host name");

  private final Pattern pattern;
  private final String words;

  Names(String regex, String words) {
    this.pattern = Pattern.compile(regex);
    this.words = words;
  }

  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  /** The text if it is such a name; notes a problem otherwise. */
  Optional<String> check(YamlScalar scalar, String pointer, Problems problems) {
    if (matches(scalar.text())) return Optional.of(scalar.text());
    problems.add(scalar, pointer, "bad_name", "expected " + words + "; found " + scalar.kind(), "");
    return Optional.empty();
  }

  Optional<String> check(Fields fields, String key) {
    return fields.textScalar(key).flatMap(s -> check(s, fields.pointer(key), fields.problems()));
  }
}
