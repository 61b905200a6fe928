package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.view.ViewDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewFileTest {
  @TempDir Path data;

  private void open() throws Exception {
    var settings =
        ConfigFactory.parseString("leveldb.dir = \"" + data.resolve("journal") + "\"")
            .withFallback(ConfigFactory.load().getConfig("stint.journal"));
    try (StintJournal journal = StintJournal.open(settings);
        ViewDatabase views = ViewFile.open(data.resolve("views"), journal)) {
      assertThat(views.offset()).isZero();
    }
  }

  @Test
  void shouldDeleteViewsOfAnotherLayout() throws Exception {
    Path old = Files.createDirectories(data.resolve("views")).resolve("views-0.mv.db");
    Files.writeString(old, "of an older version");
    open();
    assertThat(old).doesNotExist();
  }

  @Test
  void shouldRebuildViewsThatCannotBeOpened() throws Exception {
    Path broken = data.resolve("views").resolve("views-" + ViewDatabase.LAYOUT + ".mv.db");
    Files.createDirectories(broken.getParent());
    Files.writeString(broken, "not a database");
    open();
    open();
  }
}
