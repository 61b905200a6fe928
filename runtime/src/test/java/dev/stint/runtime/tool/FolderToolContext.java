package dev.stint.runtime.tool;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A tool context over real folders, whose permit a test can take away. */
public final class FolderToolContext implements ToolContext {
  private final Path publishRoot;
  private final Map<String, Path> sources;
  private final String key;
  private final boolean dryRun;
  private int effects;
  private boolean offline;
  private Optional<DeclaredSource> declared = Optional.empty();
  private volatile boolean fenced;

  public FolderToolContext(
      Path publishRoot, Map<String, Path> sources, String key, boolean dryRun) {
    this.publishRoot = publishRoot;
    this.sources = sources;
    this.key = key;
    this.dryRun = dryRun;
  }

  public static FolderToolContext writing(Path publishRoot, String key) {
    return new FolderToolContext(publishRoot, Map.of(), key, false);
  }

  public static FolderToolContext reading(Path folder) {
    return new FolderToolContext(folder, Map.of("policies", folder), "key", false);
  }

  public int effects() {
    return effects;
  }

  public void fence() {
    fenced = true;
  }

  @Override
  public String runId() {
    return "run-2026-06-17-legal-7k3m9qx2";
  }

  @Override
  public String idempotencyKey() {
    return key;
  }

  @Override
  public boolean dryRun() {
    return dryRun;
  }

  @Override
  public void beforeEffect() throws InterruptedException {
    if (fenced) throw new InterruptedException("fenced");
    effects++;
  }

  @Override
  public Path source(String id) throws ToolException {
    return Optional.ofNullable(sources.get(id))
        .orElseThrow(() -> Failures.terminal("source_not_declared", "no source " + id));
  }

  /** The same, for a job that declares {@code source}. */
  public FolderToolContext declaring(DeclaredSource source) {
    declared = Optional.of(source);
    return this;
  }

  @Override
  public DeclaredSource declared(String id) throws ToolException {
    return declared.isPresent() ? declared.get() : ToolContext.super.declared(id);
  }

  public FolderToolContext offline() {
    offline = true;
    return this;
  }

  @Override
  public boolean mayConnect(String host, int port) {
    return !offline;
  }

  @Override
  public Path publishRoot() {
    return publishRoot;
  }
}
