package dev.stint.runtime.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Replaces what must not be seen by marks such as {@code [person-k3f9]} (F3, A19).
 *
 * <p>A mark is derived from the thing and the run's salt. So one person has one mark throughout a
 * run, whatever the order of steps, crashes and replays, and nobody without the salt can tell who
 * it is or link two runs. Text with nothing to redact stays as it is, byte for byte. Redacting
 * again changes nothing. Immutable, thread-safe; time grows with the text only.
 */
public final class Redactor {
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int MARK_CHARS = 4;
  private static final int MAX_PASSES = 4;

  private final Detector detector;
  private final Joints joints;
  private final byte[] salt;

  /**
   * @param salt secret of the run, at least 16 bytes
   */
  public Redactor(RedactionRules rules, byte[] salt) {
    if (salt.length < 16) {
      throw new IllegalArgumentException("expected a salt of at least 16 bytes");
    }
    this.detector = new Detector(rules);
    this.joints = new Joints(detector);
    this.salt = salt.clone();
  }

  /**
   * A copy of {@code value} with strings and keys redacted.
   *
   * @throws RedactionException when a scan of the result still finds something
   */
  public Redaction redact(JsonNode value) throws RedactionException {
    Map<String, Long> counts = new TreeMap<>();
    JsonNode redacted = copy(value, counts);
    Map<String, Long> left = residual(redacted);
    if (!left.isEmpty()) throw new RedactionException(left);
    return new Redaction(redacted, counts);
  }

  /**
   * {@code text} redacted: for log lines and errors.
   *
   * @throws RedactionException as {@link #redact(JsonNode)}
   */
  public String redact(String text) throws RedactionException {
    return redact(TextNode.valueOf(text)).value().textValue();
  }

  /** What can be recognised in {@code value}, counted by kind; empty when it may be shown. */
  public Map<String, Long> residual(JsonNode value) {
    Map<String, Long> counts = new TreeMap<>();
    scan(value, counts);
    return counts;
  }

  private void scan(JsonNode value, Map<String, Long> counts) {
    if (value.isTextual()) count(value.textValue(), counts);
    value.fieldNames().forEachRemaining(key -> count(key, counts));
    value.forEach(child -> scan(child, counts));
    if (value.isArray()) joints.count(value, counts);
  }

  private void count(String text, Map<String, Long> counts) {
    for (Found found : detector.find(FoldedText.of(text))) {
      counts.merge(found.kind().id(), 1L, Long::sum);
    }
  }

  private JsonNode copy(JsonNode value, Map<String, Long> counts) {
    if (value.isTextual()) return TextNode.valueOf(clean(value.textValue(), counts));
    if (value.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode(value.size());
      value.forEach(item -> array.add(copy(item, counts)));
      joints.cut(array, counts, this::mark);
      return array;
    }
    if (!value.isObject()) return value;
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (var property : value.properties()) {
      String key = clean(property.getKey(), counts);
      String name = key;
      for (int i = 2; object.has(name); i++) name = key + "-" + i;
      object.set(name, copy(property.getValue(), counts));
    }
    return object;
  }

  /** Cutting one thing out may lay another bare, hence more than one pass. */
  private String clean(String text, Map<String, Long> counts) {
    String at = text;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      FoldedText folded = FoldedText.of(at);
      var found = detector.find(folded);
      if (found.isEmpty()) return at;
      var out = new StringBuilder(at.length());
      int end = 0;
      for (Found one : found) {
        out.append(at, end, folded.originalStart(one.from())).append(mark(one));
        end = folded.originalEnd(one.to());
        counts.merge(one.kind().id(), 1L, Long::sum);
      }
      at = out.append(at, end, at.length()).toString();
    }
    return at;
  }

  private String mark(Found found) {
    String identity = "\n" + found.kind() + "\n" + found.identity();
    byte[] digest = Sha256.digest(salt, identity.getBytes(StandardCharsets.UTF_8));
    var mark = new StringBuilder("[").append(found.kind().mark()).append('-');
    for (int i = 0; i < MARK_CHARS; i++) {
      mark.append(ALPHABET.charAt((digest[i] & 0xff) % ALPHABET.length()));
    }
    return mark.append(']').toString();
  }
}
