package dev.stint.persistence.audit.witness;

import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.SignedNote;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A witness that is asked over HTTP, in the manner of C2SP's tlog-witness: it gets the size it
 * knows, the proof from there and the checkpoint, and answers with its cosignature.
 */
final class HttpWitness implements Witness {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST_ANSWER = 16 * 1024;

  private final String name;
  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private long known;

  HttpWitness(String name, URI base) {
    this.name = name;
    String path = base.toString();
    this.address = URI.create((path.endsWith("/") ? path : path + "/") + "add-checkpoint");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean wantsAll() {
    return false;
  }

  @Override
  public List<SignedNote.Line> show(
      SignedNote checkpoint, LongFunction<List<byte[]>> consistencyFrom)
      throws IOException, InterruptedException {
    long size = Checkpoint.parse(checkpoint.text()).size();
    Answer answer = ask(checkpoint, known, consistencyFrom);
    if (answer.status == 409 && answer.body.strip().matches("0|[1-9][0-9]{0,17}")) {
      // It knows another size than we remember, as after a restart of either.
      known = Long.parseLong(answer.body.strip());
      if (known > size) {
        throw new IOException("it has seen size " + known + ", beyond this log's " + size);
      }
      answer = ask(checkpoint, known, consistencyFrom);
    }
    if (answer.status != 200) throw new IOException("it answered " + answer.status);
    known = size;
    return lines(answer.body);
  }

  private record Answer(int status, String body) {}

  private Answer ask(SignedNote checkpoint, long from, LongFunction<List<byte[]>> consistencyFrom)
      throws IOException, InterruptedException {
    var body = new StringBuilder("old " + from + "\n");
    for (byte[] hash : consistencyFrom.apply(from)) {
      body.append(Base64.getEncoder().encodeToString(hash)).append('\n');
    }
    body.append('\n').append(checkpoint.format());
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      String text = new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
      return new Answer(response.statusCode(), text);
    }
  }

  /** Whether they are good is for whoever trusts the witness to check. */
  private static List<SignedNote.Line> lines(String body) throws IOException {
    List<SignedNote.Line> lines = new ArrayList<>();
    try {
      for (String line : body.split("\n")) {
        if (!line.isBlank()) lines.add(SignedNote.Line.parse(line));
      }
      return lines;
    } catch (IllegalArgumentException e) {
      throw new IOException("it answered with something else than cosignatures", e);
    }
  }
}
