package dev.stint.runtime.model.remote;

import dev.stint.runtime.model.ModelException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The JSON texts of a streamed answer, one by one. Belongs to one call. */
final class Pieces {
  private static final String DONE = "[DONE]";

  private final Incoming answer;
  private final Protocol.Framing framing;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private final Deque<String> ready = new ArrayDeque<>();
  private boolean over;

  Pieces(Incoming answer, Protocol.Framing framing) {
    this.answer = answer;
    this.framing = framing;
  }

  /** The next text; empty when the answer has ended, in whatever way. */
  Optional<String> next() throws ModelException, InterruptedException {
    while (ready.isEmpty() && !over) {
      Optional<byte[]> bytes = answer.next();
      if (bytes.isPresent()) {
        for (byte b : bytes.get()) take(b);
      } else {
        over = true;
        line();
        event();
      }
    }
    return Optional.ofNullable(ready.poll());
  }

  private void take(byte b) {
    if (b == '\n') line();
    else if (b != '\r') line.write(b);
  }

  private void line() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (framing == Protocol.Framing.LINES) {
      if (!text.isBlank()) ready.add(text);
    } else if (text.isEmpty()) {
      event();
    } else if (text.startsWith("data:")) {
      if (!data.isEmpty()) data.append('\n');
      data.append(text.startsWith("data: ") ? text.substring(6) : text.substring(5));
    }
  }

  private void event() {
    String text = data.toString();
    data.setLength(0);
    if (!text.isBlank() && !text.equals(DONE)) ready.add(text);
  }
}
