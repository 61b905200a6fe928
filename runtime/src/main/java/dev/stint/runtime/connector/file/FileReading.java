package dev.stint.runtime.connector.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolException;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Lists folders and reads files of one root. Links and hidden names are not shown. */
record FileReading(FileSettings settings, FileRoot root) {
  JsonNode list(JsonNode args, ToolContext context) throws ToolException, InterruptedException {
    FilePath path = FilePath.parse(args.path("path").asText(), true);
    context.beforeEffect();
    return root.in(path.segments(), folder -> listed(path, folder));
  }

  private ObjectNode listed(FilePath path, SecureDirectoryStream<Path> folder) throws IOException {
    List<String> names = new ArrayList<>();
    boolean truncated = false;
    for (Path entry : folder) {
      String name = entry.getFileName().toString();
      if (!FilePath.shown(name)) continue;
      truncated = names.size() == settings.entries();
      if (truncated) break;
      names.add(name);
    }
    Collections.sort(names);
    ObjectNode output = JsonNodeFactory.instance.objectNode().put("path", path.toString());
    var entries = output.putArray("entries");
    for (String name : names) {
      Optional<BasicFileAttributes> found = FileRoot.attributes(folder, name);
      if (found.isEmpty() || !(found.get().isRegularFile() || found.get().isDirectory())) continue;
      ObjectNode entry = entries.addObject().put("name", name);
      if (found.get().isDirectory()) {
        entry.put("kind", "folder");
      } else {
        entry.put("kind", "file").set("bytes", Json.number(found.get().size()));
        entry.put("modified", found.get().lastModifiedTime().toInstant().toString());
      }
    }
    return output.put("truncated", truncated);
  }

  JsonNode read(JsonNode args, ToolContext context) throws ToolException, InterruptedException {
    FilePath path = FilePath.parse(args.path("path").asText(), false);
    context.beforeEffect();
    byte[] bytes =
        root.in(path.folders(), folder -> root.read(folder, path.name()))
            .orElseThrow(() -> Failures.terminal("file_missing", "there is no file " + path));
    ObjectNode output = JsonNodeFactory.instance.objectNode().put("path", path.toString());
    output.put("text", TextFile.decoded(bytes)).put("bytes", bytes.length);
    return output.put("sha256", Sha256.hex(bytes));
  }
}
