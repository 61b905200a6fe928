package dev.stint.persistence.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosedViewsTest {
  @TempDir Path folder;

  @Test
  void shouldBeReadAgainAfterTheDatabaseClosedItsFileUnderThem() {
    try (var views = ViewDatabase.open(folder.resolve("views"))) {
      // given pooled connections, to a file that H2 gave up as it does when the disk is full
      views.read(c -> views.read(_ -> views.offset()));
      closeUnder(views);

      // then
      assertThat(views.offset()).isZero();
    }
  }

  private static void closeUnder(ViewDatabase views) {
    try {
      views.read(c -> {
        try (Statement statement = c.createStatement()) {
          statement.execute("checkpoint sync");
          return statement.execute("shutdown immediately");
        } catch (SQLException _) {
          return false; // the statement loses its own database
        }
      });
    } catch (ViewException _) {
      // nor can its connection be given back
    }
  }
}
