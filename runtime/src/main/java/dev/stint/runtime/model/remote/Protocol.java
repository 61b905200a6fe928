package dev.stint.runtime.model.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import java.util.Map;

/**
 * One way to talk to model servers: pure translation, JSON to JSON. Stateless, thread-safe.
 *
 * <p>Whatever a server says is text from outside: a field that is absent or of another type is
 * answered by a typed failure, never by an exception of the language.
 */
public interface Protocol {
  /** Tokens that the server adds to a prompt, at most: roles, marks, what it says about tools. */
  default int frameTokens(ModelRequest request) {
    return 64;
  }

  /** How pieces of a streamed answer are told apart. */
  enum Framing {
    /** Server-sent events: {@code data:} lines, ended by an empty one. */
    EVENTS,
    /** One JSON value a line. */
    LINES
  }

  /** The word for it in settings. */
  String name();

  /** Path below the base address. */
  String path(ModelRequest request, boolean stream);

  /** Headers that carry the key and the version of the protocol. */
  Map<String, String> headers(String key);

  JsonNode body(ModelRequest request, boolean stream, boolean temperature);

  Framing framing();

  /** Puts the pieces of one streamed answer together. */
  Assembly assembly();

  /**
   * What a whole answer says.
   *
   * @throws ModelException malformed, filtered, or cut where half an answer is none
   */
  ModelReply reply(JsonNode answer, Reading reading) throws ModelException;

  /** The pieces of one streamed answer. Belongs to one call. */
  interface Assembly {
    /**
     * @throws ModelException the piece is an error, or no piece of this protocol
     */
    void add(JsonNode piece) throws ModelException;

    /** Whether nothing more is waited for. */
    boolean ended();

    /** Whether an answer that breaks off here is whole all the same. */
    default boolean complete() {
      return ended();
    }

    /** The answer as it would have come in one. */
    JsonNode whole();
  }
}
