package dev.stint.runtime.knowledge.parse;

import dev.stint.runtime.retrieval.ReadText;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The other end of {@link DocumentParser}: reads one document after another until its input ends.
 * Started as a process of its own. It ends itself when one document takes too long, since whoever
 * started it may be gone.
 */
public final class ReadingProcess {
  private static final int TOO_LONG = 3;
  private static volatile long busySince = Long.MAX_VALUE;

  private ReadingProcess() {}

  /** Takes the seconds that one document may have. */
  public static void main(String[] args) throws IOException {
    watch(TimeUnit.SECONDS.toNanos(Long.parseLong(args[0])));
    var in = new DataInputStream(new BufferedInputStream(System.in));
    var out = new DataOutputStream(new BufferedOutputStream(System.out));
    // Whatever a library prints must not mix with the answers.
    System.setOut(new PrintStream(System.err, true));
    while (true) {
      String name;
      try {
        name = Frames.readName(in);
      } catch (EOFException _) {
        return;
      }
      busySince = System.nanoTime();
      answer(name, Frames.readBytes(in), out);
      busySince = Long.MAX_VALUE;
    }
  }

  private static void watch(long patience) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (true) {
            long since = busySince;
            if (since != Long.MAX_VALUE && System.nanoTime() - since > patience) {
              Runtime.getRuntime().halt(TOO_LONG);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
          }
        });
  }

  private static void answer(String name, byte[] bytes, DataOutputStream out) throws IOException {
    ReadText text;
    try {
      text = DocumentReader.read(name, bytes);
    } catch (ParseException e) {
      Frames.writeRefusal(out, e);
      return;
    } catch (RuntimeException _) {
      Frames.writeRefusal(out, new ParseException("document_damaged", "it cannot be read"));
      return;
    }
    Frames.writeText(out, text);
  }
}
