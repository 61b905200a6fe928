package dev.stint.runtime.node;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.postgres.PostgresSettings;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.persistence.view.PostgresViews;
import dev.stint.persistence.view.ViewDatabase;
import dev.stint.persistence.view.ViewException;
import dev.stint.persistence.view.ViewRebuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the views where the settings want them, and afresh when they do not fit the journal. */
final class NodeViews {
  private static final Logger LOG = LoggerFactory.getLogger(NodeViews.class);

  private NodeViews() {}

  /**
   * @param stint the section {@code stint}
   * @param folder of the file, when there is one
   */
  static ViewDatabase open(Config stint, Path folder, StintJournal journal) {
    String journalStore = stint.getString("journal.store");
    String views = stint.getString("views.store");
    return switch (views.equals("auto") && journalStore.equals("postgres") ? "postgres" : views) {
      case "postgres" -> server(stint, journalStore, journal);
      case "auto", "h2" -> file(folder, journal);
      default ->
          throw new IllegalArgumentException(
              "stint.views.store: expected auto, h2 or postgres, found \"%s\"".formatted(views));
    };
  }

  /** Empty views where the settings want them; what was there is gone. */
  static ViewDatabase fresh(Config stint, Path folder) {
    if (onServer(stint)) {
      PostgresSettings settings = PostgresSettings.from(stint.getConfig("journal.postgres"));
      PostgresViews.drop(settings);
      return PostgresViews.open(settings);
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + folder, e);
    }
    delete(folder);
    return ViewDatabase.open(folder.resolve("views-" + ViewDatabase.LAYOUT));
  }

  private static boolean onServer(Config stint) {
    String views = stint.getString("views.store");
    return views.equals("postgres")
        || views.equals("auto") && stint.getString("journal.store").equals("postgres");
  }

  private static ViewDatabase server(Config stint, String journalStore, StintJournal journal) {
    if (!journalStore.equals("postgres")) {
      throw new IllegalArgumentException(
          "stint.views.store = postgres: expected stint.journal.store = postgres as well, found \"%s\""
              .formatted(journalStore));
    }
    PostgresSettings settings = PostgresSettings.from(stint.getConfig("journal.postgres"));
    ViewDatabase database = PostgresViews.open(settings);
    if (fits(database, journal)) return database;
    database.close();
    PostgresViews.drop(settings);
    return PostgresViews.open(settings);
  }

  private static ViewDatabase file(Path folder, StintJournal journal) {
    Path file = folder.resolve("views-" + ViewDatabase.LAYOUT);
    try {
      Files.createDirectories(folder);
      if (!Files.exists(folder.resolve(file.getFileName() + ".mv.db"))) delete(folder);
      ViewDatabase database = ViewDatabase.open(file);
      if (fits(database, journal) && current(database, journal)) return database;
      database.close();
    } catch (ViewException e) {
      LOG.warn("the views cannot be opened and are rebuilt from the journal: {}", e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + folder, e);
    }
    delete(folder);
    return ViewDatabase.open(file);
  }

  private static boolean fits(ViewDatabase database, StintJournal journal) {
    boolean fits = database.offset() <= journal.lastOffset();
    if (!fits) LOG.warn("the views are ahead of the journal and are rebuilt from it");
    return fits;
  }

  /**
   * Brings the views up to date before anybody reads them. A file that opens and cannot be written
   * must not keep the node from starting: after a SIGKILL, H2 was seen to leave rows locked by a
   * transaction that is nobody's, at every start again.
   */
  private static boolean current(ViewDatabase database, StintJournal journal) {
    try {
      ViewRebuild.run(database, new JournalEventTail(journal), journal.lastOffset(), Progress.NONE);
      return true;
    } catch (ViewException e) {
      LOG.warn("the views cannot be written and are rebuilt from the journal: {}", e.getMessage());
      return false;
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the old views in " + folder, e);
    }
  }
}
