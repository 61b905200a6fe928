package dev.stint.runtime.tool.mcp;

import dev.stint.config.text.SafeText;
import dev.stint.runtime.knowledge.source.ResourceServer;
import dev.stint.runtime.retrieval.RetrievalException;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The documents of an MCP server. Thread-safe. */
public record McpResources(McpServer server) implements ResourceServer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private interface Asked<T> {
    T of(McpConnection connection) throws InterruptedException;
  }

  @Override
  public List<Resource> list(int most) throws RetrievalException, InterruptedException {
    return asked(connection -> {
      List<Resource> found = new ArrayList<>();
      for (McpSchema.Resource one : connection.resources(most)) {
        String type = one.mimeType() == null ? "" : one.mimeType();
        found.add(new Resource(one.uri(), type, stamp(one)));
      }
      return found;
    });
  }

  /** The length alone would miss a changed letter. */
  private static String stamp(McpSchema.Resource one) {
    McpSchema.Annotations said = one.annotations();
    if (said == null || said.lastModified() == null) return "";
    return said.lastModified() + " " + one.size();
  }

  @Override
  public byte[] read(String uri) throws RetrievalException, InterruptedException {
    List<McpSchema.ResourceContents> contents = asked(connection -> connection.read(uri));
    if (contents.size() != 1) {
      throw unreadable(uri + " has " + contents.size() + " contents, expected one");
    }
    return switch (contents.getFirst()) {
      case McpSchema.TextResourceContents text -> text.text().getBytes(StandardCharsets.UTF_8);
      case McpSchema.BlobResourceContents blob -> decoded(uri, blob.blob());
      default -> throw unreadable(uri + " is neither text nor bytes");
    };
  }

  private byte[] decoded(String uri, String blob) throws RetrievalException {
    try {
      return Base64.getDecoder().decode(blob);
    } catch (IllegalArgumentException _) {
      throw unreadable(uri + " is no base64");
    }
  }

  private <T> T asked(Asked<T> question) throws RetrievalException, InterruptedException {
    Optional<McpConnection> connection = server.connection(PATIENCE);
    if (connection.isEmpty()) throw unreadable("it is away");
    try {
      return question.of(connection.get());
    } catch (RuntimeException e) {
      if (Thread.interrupted()) throw new InterruptedException("while asking " + server.name());
      throw unreadable(SafeText.line(String.valueOf(e.getMessage()), 200));
    }
  }

  private RetrievalException unreadable(String why) {
    return new RetrievalException("source_unreadable", server.name() + ": " + why);
  }
}
