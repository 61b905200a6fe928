package dev.stint.persistence.codec;

import dev.stint.persistence.event.DomainEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Appends golden lines for samples that have none yet; never changes a line that is there. */
final class PinEvents {
  private PinEvents() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    List<String> pinned = Files.readAllLines(file);
    for (DomainEvent event : EventSamples.all()) {
      String name = EventNames.of(event);
      String json = new String(EventCodec.write(event), StandardCharsets.UTF_8);
      if (pinned.contains(name + " " + json)) continue;
      Files.writeString(file, name + " " + json + "\n", StandardOpenOption.APPEND);
    }
  }
}
