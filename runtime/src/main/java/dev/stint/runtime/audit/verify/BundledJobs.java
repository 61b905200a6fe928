package dev.stint.runtime.audit.verify;

import dev.stint.config.spec.BundleException;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.runtime.audit.bundle.BundleLayout;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The jobs whose files a bundle holds, each read once. Thread-safe. */
final class BundledJobs {
  private final OpenedBundle bundle;
  private final Map<String, Optional<CompiledJob>> read = new ConcurrentHashMap<>();

  BundledJobs(OpenedBundle bundle) {
    this.bundle = bundle;
  }

  /**
   * The job of that digest; nothing when its files are not what they should be, as check 9 says.
   */
  Optional<CompiledJob> of(String digest) {
    return read.computeIfAbsent(digest, this::job);
  }

  private Optional<CompiledJob> job(String digest) {
    String folder = BundleLayout.jobFiles(digest);
    Map<String, byte[]> files = new TreeMap<>();
    for (var file : bundle.files().tailMap(folder).entrySet()) {
      if (!file.getKey().startsWith(folder)) break;
      files.put(file.getKey().substring(folder.length()), file.getValue());
    }
    try {
      return SpecReader.readForced(JobBundle.of(files)) instanceof SpecResult.Ok ok
          ? Optional.of(ok.job())
          : Optional.empty();
    } catch (BundleException _) {
      return Optional.empty();
    }
  }
}
