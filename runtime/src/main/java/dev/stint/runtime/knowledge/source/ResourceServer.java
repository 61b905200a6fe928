package dev.stint.runtime.knowledge.source;

import dev.stint.runtime.retrieval.RetrievalException;
import java.util.List;

/** A server that offers documents by their address, as MCP servers do. Thread-safe. */
public interface ResourceServer {
  /**
   * A document that it offers.
   *
   * @param uri its address there
   * @param mediaType empty when it does not say
   * @param stamp changes with the content, as far as the server says; empty when it does not
   */
  record Resource(String uri, String mediaType, String stamp) {}

  /**
   * @param most documents to ask for; one more tells that there are more
   * @throws RetrievalException {@code source_unreadable} when it is away or offers no documents
   */
  List<Resource> list(int most) throws RetrievalException, InterruptedException;

  /**
   * @throws RetrievalException {@code source_unreadable}
   */
  byte[] read(String uri) throws RetrievalException, InterruptedException;
}
