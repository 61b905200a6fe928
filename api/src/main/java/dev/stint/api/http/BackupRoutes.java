package dev.stint.api.http;

import dev.stint.api.auth.Permission;
import dev.stint.persistence.care.BackupWriter;
import dev.stint.persistence.journal.Progress;
import dev.stint.runtime.node.StintNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamConverters;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a backup while the node works: as fast as the reader takes it, and no faster. */
final class BackupRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRoutes.class);
  private static final Duration SLOWEST_READER = Duration.ofSeconds(30);

  private final StintNode node;

  BackupRoutes(StintNode node) {
    this.node = node;
  }

  List<Api.Route> routes() {
    return List.of(Api.route("GET", "/v1/backup", this::backup));
  }

  private ApiResponse backup(ApiRequest request) {
    String who = request.caller(Permission.BACK_UP).identity();
    LOG.info("{} takes a backup", who);
    Source<ByteString, OutputStream> source =
        StreamConverters.asOutputStream(SLOWEST_READER)
            .mapMaterializedValue(out -> {
              Thread.ofVirtual().name("stint-backup").start(() -> write(out));
              return out;
            });
    return ApiResponse.stream("application/octet-stream", source);
  }

  /** What breaks off lacks its last frame, which the reader notices. */
  private void write(OutputStream out) {
    try (out) {
      BackupWriter.write(node.journal().store(), out, out, Progress.NONE);
    } catch (IOException | RuntimeException e) {
      LOG.warn("a backup broke off: {}", LogText.of(e));
    }
  }
}
