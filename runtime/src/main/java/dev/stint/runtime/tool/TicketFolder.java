package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The tickets of one queue: {@code 0001-3f9a….json}, numbered without gap. A name ends in a hash of
 * the idempotency key, so that a key finds its tickets. Callers hold {@link #lock}.
 */
final class TicketFolder {
  private static final int KEY_DIGITS = 20;

  private final Path folder;

  TicketFolder(Path folder) {
    this.folder = folder;
  }

  /** Keeps other nodes on the same disk out; other threads of this one are kept out by the tool. */
  FileChannel lock() throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.lock();
    return channel;
  }

  String nextNumber() throws IOException {
    return "%04d".formatted(names().size() + 1);
  }

  void write(String number, String key, JsonNode ticket) throws IOException {
    Path aside = folder.resolve(".new");
    DurableFiles.write(aside, CanonicalJson.bytes(ticket));
    DurableFiles.rename(aside, folder.resolve(number + "-" + keyHash(key) + ".json"));
  }

  /** The tickets that calls with {@code key} opened. */
  List<JsonNode> of(String key) throws IOException {
    String ending = "-" + keyHash(key) + ".json";
    List<JsonNode> found = new ArrayList<>();
    for (String name : names()) {
      if (name.endsWith(ending)) found.add(Json.parse(Files.readString(folder.resolve(name))));
    }
    return found;
  }

  private List<String> names() throws IOException {
    try (var list = Files.list(folder)) {
      return list.map(path -> path.getFileName().toString())
          .filter(name -> name.matches("\\d{4,9}-[0-9a-f]+\\.json"))
          .sorted()
          .toList();
    }
  }

  private static String keyHash(String key) {
    return Sha256.hex(key).substring(0, KEY_DIGITS);
  }
}
