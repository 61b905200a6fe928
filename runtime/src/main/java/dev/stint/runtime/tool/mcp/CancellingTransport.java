package dev.stint.runtime.tool.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpTransportSessionNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Another transport, with two things that the client library does not have: a way to tell the
 * server that nobody waits for a call any more (calls are known by the key in their {@code _meta}),
 * and word of a stream that broke, on which a call would wait in vain. Thread-safe.
 */
final class CancellingTransport implements McpClientTransport {
  /** Under it a call's idempotency key travels. */
  static final String KEY = "dev.stint/idempotency-key";

  private final McpClientTransport transport;
  private final Runnable broken;
  private final Map<Object, Object> requests = new ConcurrentHashMap<>();

  /**
   * @param broken told of streams that broke, and of sessions that the server does not know
   */
  CancellingTransport(McpClientTransport transport, Runnable broken) {
    this.transport = transport;
    this.broken = broken;
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    if (message instanceof McpSchema.JSONRPCRequest request
        && request.params() instanceof McpSchema.CallToolRequest call
        && call.meta() != null
        && call.meta().get(KEY) != null) {
      requests.put(call.meta().get(KEY), request.id());
    }
    return transport.sendMessage(message);
  }

  /** The call has ended; forgets it. */
  Optional<Object> ended(String key) {
    return Optional.ofNullable(requests.remove(key));
  }

  /** Tells the server that the answer to that call is not wanted any more. */
  void cancel(String key) {
    ended(key)
        .ifPresent(id ->
            transport
                .sendMessage(
                    new McpSchema.JSONRPCNotification(
                        "notifications/cancelled",
                        Map.of("requestId", id, "reason", "the step was stopped")))
                .subscribe(_ -> {}, _ -> {}));
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    return transport.connect(handler);
  }

  @Override
  public void setExceptionHandler(Consumer<Throwable> handler) {
    transport.setExceptionHandler(e -> {
      if (e instanceof IOException || e instanceof McpTransportSessionNotFoundException)
        broken.run();
      handler.accept(e);
    });
  }

  @Override
  public Mono<Void> closeGracefully() {
    return transport.closeGracefully();
  }

  @Override
  public void close() {
    transport.close();
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return transport.unmarshalFrom(data, type);
  }

  @Override
  public List<String> protocolVersions() {
    return transport.protocolVersions();
  }
}
