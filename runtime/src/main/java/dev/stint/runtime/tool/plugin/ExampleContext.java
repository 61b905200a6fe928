package dev.stint.runtime.tool.plugin;

import dev.stint.config.spec.Effect;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolException;
import java.nio.file.Path;

/** What a tool sees while it is held to an example: nothing to read from, nothing to write to. */
record ExampleContext(Effect effect) implements ToolContext {
  @Override
  public String runId() {
    return "run-2000-01-01-example-0000000000";
  }

  @Override
  public String idempotencyKey() {
    return runId() + "/example";
  }

  @Override
  public boolean dryRun() {
    return effect == Effect.WRITE;
  }

  @Override
  public void beforeEffect() throws InterruptedException {
    if (dryRun()) {
      throw new InterruptedException(
          "a dry run must not let anything out: it called beforeEffect()");
    }
  }

  @Override
  public Path source(String id) throws ToolException {
    throw ToolException.terminal("source_not_declared", "an example has no data sources");
  }

  @Override
  public boolean mayConnect(String host, int port) {
    return false;
  }

  @Override
  public Path publishRoot() {
    return Path.of("nowhere");
  }
}
