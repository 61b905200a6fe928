package dev.stint.runtime.node;

import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.view.ViewDatabase;
import dev.stint.persistence.view.ViewException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the views, and starts them afresh when they do not fit the journal. */
final class ViewFile {
  private static final Logger LOG = LoggerFactory.getLogger(ViewFile.class);

  private ViewFile() {}

  static ViewDatabase open(Path folder, StintJournal journal) {
    Path file = folder.resolve("views-" + ViewDatabase.LAYOUT);
    try {
      Files.createDirectories(folder);
      if (!Files.exists(folder.resolve(file.getFileName() + ".mv.db"))) delete(folder);
      ViewDatabase database = ViewDatabase.open(file);
      if (database.offset() <= journal.lastOffset()) return database;
      LOG.warn("the views are ahead of the journal and are rebuilt from it");
      database.close();
    } catch (ViewException e) {
      LOG.warn("the views cannot be opened and are rebuilt from the journal: {}", e.getMessage());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot use " + folder, e);
    }
    delete(folder);
    return ViewDatabase.open(file);
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) Files.delete(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot delete the old views in " + folder, e);
    }
  }
}
