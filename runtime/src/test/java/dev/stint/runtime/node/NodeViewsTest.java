package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.view.ViewDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeViewsTest {
  @TempDir Path data;

  private Config stint() {
    return ConfigFactory.parseString("journal.leveldb.dir = \"" + data.resolve("journal") + "\"")
        .withFallback(ConfigFactory.load().getConfig("stint"));
  }

  private void open() throws Exception {
    try (StintJournal journal = StintJournal.open(stint().getConfig("journal"));
        ViewDatabase views = NodeViews.open(stint(), data.resolve("views"), journal)) {
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
