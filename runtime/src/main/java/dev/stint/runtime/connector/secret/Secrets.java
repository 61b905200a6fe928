package dev.stint.runtime.connector.secret;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.text.SecretReference;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.tool.ToolException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks secrets up and remembers which were used on this node, so that none comes back in a result
 * or an error (A13, IF-12). Only in memory. Thread-safe.
 */
public final class Secrets {
  /** Shorter ones occur in innocent text, so that nothing would be taken any more. */
  static final int SHORTEST = 6;

  private static final int KEPT = 1_000;

  private final Map<String, String> variables;
  private final Map<String, String> used =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param variables of the process
   */
  public Secrets(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /**
   * The secret's value now.
   *
   * @throws ToolException retryable {@code secret_missing} when there is none in its place
   */
  public String value(Secret secret) throws ToolException {
    String value;
    try {
      value = SecretReference.resolve(secret.setting(), secret.reference(), variables);
    } catch (IllegalArgumentException e) {
      throw new ToolException(Failure.retryable("secret_missing", e.getMessage()));
    }
    if (value.isBlank()) {
      throw new ToolException(
          Failure.retryable("secret_missing", secret.setting() + ": the secret is empty"));
    }
    remember(secret, value);
    return value;
  }

  /** Remembers a form in which the secret travels, such as a header made of it. */
  public void remember(Secret secret, String form) {
    byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
    List<String> forms =
        List.of(
            form,
            Base64.getEncoder().withoutPadding().encodeToString(bytes),
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
            URLEncoder.encode(form, StandardCharsets.UTF_8));
    synchronized (used) {
      for (String each : forms) if (each.length() >= SHORTEST) used.put(each, secret.setting());
    }
  }

  /** The setting behind a secret that stands in the value, be it in a key or a text. */
  public Optional<String> echoedIn(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> echoedIn(value.textValue());
      case ARRAY -> {
        for (JsonNode item : value) {
          Optional<String> found = echoedIn(item);
          if (found.isPresent()) yield found;
        }
        yield Optional.empty();
      }
      case OBJECT -> {
        for (var entry : value.properties()) {
          Optional<String> found = echoedIn(entry.getKey()).or(() -> echoedIn(entry.getValue()));
          if (found.isPresent()) yield found;
        }
        yield Optional.empty();
      }
      case NUMBER -> echoedIn(value.asText());
      default -> Optional.empty();
    };
  }

  /** The setting behind a secret that stands in the text. */
  public Optional<String> echoedIn(String text) {
    synchronized (used) {
      return used.entrySet().stream()
          .filter(entry -> text.contains(entry.getKey()))
          .map(Map.Entry::getValue)
          .findFirst();
    }
  }

  /** The text without any secret used here. */
  public String blotted(String text) {
    String out = text;
    synchronized (used) {
      for (String secret : used.keySet()) out = out.replace(secret, "[secret]");
    }
    return out;
  }
}
