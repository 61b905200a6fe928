package dev.stint.api.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;

/**
 * What recovering costs with nothing around it: as many persistent actors as there are runs read
 * the events that they have and persist some more, on Pekko's own LevelDB journal. Arguments: a
 * folder for the journal, how many actors, how many events each persists, and a file that is made
 * when all have. The process ends at once then, without closing anything.
 */
public final class BareRecovery {
  private static final int EVENT_BYTES = 400;

  private BareRecovery() {}

  public static void main(String[] args) throws IOException {
    ActorSystem<SpawnProtocol.Command> system = BareWriter.system(Path.of(args[0]));
    int actors = Integer.parseInt(args[1]);
    long events = Long.parseLong(args[2]);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < actors; i++) {
      all.add(BareWriter.start(system, "run-" + i, events, EVENT_BYTES));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    Files.createFile(Path.of(args[3]));
    Runtime.getRuntime().halt(0);
  }
}
