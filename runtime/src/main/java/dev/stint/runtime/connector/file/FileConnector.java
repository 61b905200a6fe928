package dev.stint.runtime.connector.file;

import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Makes tools of {@code stint.tools.files}. */
public final class FileConnector {
  private FileConnector() {}

  public static List<Tool> open(SettingsSection section) {
    FileSettings settings = FileSettings.from(section);
    var root = new FileRoot(settings.root(), settings.bytes());
    var reading = new FileReading(settings, root);
    List<Tool> tools = new ArrayList<>();
    tools.add(new FileTool(FileSchemas.list(settings), reading::list));
    tools.add(new FileTool(FileSchemas.read(settings), reading::read));
    if (settings.writable()) {
      var writing = new FileWriting(settings, root, new ReentrantLock());
      tools.add(new FileTool(FileSchemas.write(settings), writing::write));
      tools.add(new FileTool(FileSchemas.move(settings), writing::move));
    }
    return tools;
  }
}
