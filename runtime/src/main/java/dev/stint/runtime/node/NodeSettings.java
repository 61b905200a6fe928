package dev.stint.runtime.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.runtime.custody.RetentionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of a node, read once from the section {@code stint}; each key is documented in {@code
 * reference.conf}, and each may come from the environment as {@code STINT_...}.
 */
public record NodeSettings(
    Path data,
    int maxActiveRuns,
    int maxQueuedRuns,
    boolean wakeUnfinished,
    boolean computeAhead,
    Duration passivateAfter,
    Duration drainTimeout,
    List<Path> dataRoots,
    Path publishRoot,
    List<String> httpAllow,
    RetentionSettings retention,
    Config config) {

  /** Settings over the files and variables of this process. */
  public static NodeSettings load(Path data) {
    return of(data, ConfigFactory.empty());
  }

  /** As {@link #load}, with some keys set by the caller; variables win over both. */
  public static NodeSettings of(Path data, Config overrides) {
    Config files = overrides.withFallback(ConfigFactory.load());
    Config all = Environment.settings(System.getenv(), files).withFallback(files);
    Config stint = all.getConfig("stint");
    String published = stint.getString("publish.root");
    return new NodeSettings(
        data,
        stint.getInt("run.max-active"),
        stint.getInt("run.max-queued"),
        stint.getBoolean("run.wake-unfinished"),
        stint.getBoolean("run.compute-ahead"),
        stint.getDuration("run.passivate-after"),
        stint.getDuration("run.drain-timeout"),
        stint.getStringList("data.roots").stream().map(Path::of).toList(),
        published.isEmpty() ? data.resolve("published") : Path.of(published),
        stint.getStringList("http.allow"),
        RetentionSettings.from(stint.getConfig("retention")),
        all);
  }

  /** The folder whose jars bring tools: {@code plugins} in the data folder unless set elsewhere. */
  public Path plugins() {
    String folder = config.getString("stint.tools.plugins");
    return folder.isEmpty() ? data.resolve("plugins") : Path.of(folder);
  }
}
