package dev.stint.runtime.connector.http;

import dev.stint.runtime.connector.secret.Secret;
import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** How a service knows the platform. The secret is looked up at each call. */
public sealed interface Authentication {
  /** Headers for one call. */
  Map<String, String> headers(Secrets secrets) throws ToolException;

  record Nobody() implements Authentication {
    @Override
    public Map<String, String> headers(Secrets secrets) {
      return Map.of();
    }
  }

  record Bearer(Secret token) implements Authentication {
    @Override
    public Map<String, String> headers(Secrets secrets) throws ToolException {
      return Map.of("Authorization", "Bearer " + printable(token, secrets));
    }
  }

  record Basic(String user, Secret password) implements Authentication {
    @Override
    public Map<String, String> headers(Secrets secrets) throws ToolException {
      byte[] pair = (user + ":" + secrets.value(password)).getBytes(StandardCharsets.UTF_8);
      String encoded = Base64.getEncoder().encodeToString(pair);
      secrets.remember(password, encoded);
      return Map.of("Authorization", "Basic " + encoded);
    }
  }

  record Header(String name, Secret value) implements Authentication {
    @Override
    public Map<String, String> headers(Secrets secrets) throws ToolException {
      return Map.of(name, printable(value, secrets));
    }
  }

  private static String printable(Secret secret, Secrets secrets) throws ToolException {
    String value = secrets.value(secret);
    if (value.matches("[\\x20-\\x7e]+")) return value;
    throw Failures.terminal(
        "secret_unusable", secret.setting() + ": expected printable ASCII, found something else");
  }

  /** Reads {@code bearer}, {@code basic} or {@code header}; at most one of them. */
  static Authentication from(SettingsSection s) {
    List<Authentication> given = new ArrayList<>();
    s.secret("bearer").ifPresent(token -> given.add(new Bearer(token)));
    s.section("basic")
        .ifPresent(basic -> {
          basic.only("user", "password");
          String user = basic.text("user");
          basic.secret("password").ifPresent(password -> given.add(new Basic(user, password)));
        });
    s.section("header")
        .ifPresent(header -> {
          header.only("name", "value");
          String name = header.text("name");
          if (!name.matches("[A-Za-z0-9-]{1,100}"))
            header.problem("name", "expected a header's name");
          header.secret("value").ifPresent(value -> given.add(new Header(name, value)));
        });
    if (given.size() > 1) s.problem("bearer", "expected one of bearer, basic, header, found more");
    return given.isEmpty() ? new Nobody() : given.getFirst();
  }
}
