package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.stint.runtime.tool.ToolRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolSourcesTest {
  /**
   * A source that makes a new list for every look has plans frozen, schemas compiled and hashes
   * computed again for every step.
   */
  @Test
  void shouldOfferTheSameToolsUntilSomethingChanges(@TempDir Path data) {
    try (ToolSources sources = ToolSources.open(NodeSettings.of(data, ConfigFactory.empty()))) {
      ToolRegistry registry = sources.registry();
      long first = registry.generation();

      var listed = registry.list();

      assertThat(listed).isNotEmpty();
      assertThat(registry.generation()).isEqualTo(first);
    }
  }
}
