package dev.stint.api.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Says in the data folder where its server listens, so that commands beside it find it. */
final class ServerFile {
  static final String NAME = "server.json";

  private ServerFile() {}

  static void write(Path data, String url) throws IOException {
    String text =
        JsonNodeFactory.instance
            .objectNode()
            .put("url", url)
            .put("pid", ProcessHandle.current().pid())
            .toString();
    Path fresh = data.resolve(NAME + ".new");
    Files.writeString(fresh, text);
    Files.move(
        fresh,
        data.resolve(NAME),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  static void delete(Path data) {
    try {
      Files.deleteIfExists(data.resolve(NAME));
    } catch (IOException _) {
      // A stale file is recognised by its server not answering.
    }
  }
}
