package dev.stint.runtime.tool.mcp;

import dev.stint.config.text.SecretReference;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How a server is reached, from its settings. Secrets are read here, at the last moment (F7). */
final class McpTransports {
  /** All that a server learns of this process's variables. */
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SystemRoot", "TEMP");

  private static final int ENVELOPE = 1 << 20;

  private McpTransports() {}

  /**
   * @throws IllegalArgumentException when a secret is not where the settings say
   */
  static McpClientTransport open(McpSettings settings, Consumer<String> lost) {
    return settings.url().isPresent()
        ? http(settings, settings.url().get())
        : new StdioTransport(process(settings), most(settings), lost);
  }

  /** An answer may be a little longer than what it brings, and a list of tools is not small. */
  private static int most(McpSettings settings) {
    return Math.max(settings.outputBytes() * 2, settings.outputBytes()) + ENVELOPE;
  }

  private static ProcessBuilder process(McpSettings settings) {
    ProcessBuilder builder = new ProcessBuilder(settings.command().orElseThrow());
    Map<String, String> own = new HashMap<>(builder.environment());
    builder.environment().clear();
    INHERITED.forEach(name -> {
      if (own.containsKey(name)) builder.environment().put(name, own.get(name));
    });
    settings
        .env()
        .forEach((name, value) ->
            builder.environment().put(name, secret(settings, "env." + name, value)));
    return builder;
  }

  private static McpClientTransport http(McpSettings settings, URI url) {
    Map<String, String> headers = new HashMap<>();
    settings
        .headers()
        .forEach((name, value) -> headers.put(name, secret(settings, "headers." + name, value)));
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return HttpClientStreamableHttpTransport.builder(
            url.getScheme() + "://" + url.getRawAuthority())
        .endpoint(path)
        .jsonMapper(McpJson.PROTOCOL)
        .customizeClient(client -> client.followRedirects(HttpClient.Redirect.NEVER))
        .connectTimeout(Duration.ofSeconds(5))
        .maxResponseSize(most(settings))
        .openConnectionOnStartup(false)
        .resumableStreams(false)
        .addHttpRequestCustomizer((request, _, _, _, _) -> headers.forEach(request::setHeader))
        .build();
  }

  private static String secret(McpSettings settings, String key, String value) {
    return SecretReference.resolve(
        "stint.tools.mcp." + settings.name() + "." + key, value, System.getenv());
  }
}
