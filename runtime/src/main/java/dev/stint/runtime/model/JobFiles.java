package dev.stint.runtime.model;

import java.util.Optional;

/** The files of a job's version. */
@FunctionalInterface
public interface JobFiles {
  /** A job without files. */
  JobFiles NONE = _ -> Optional.empty();

  /** A file as text, by its path in the job folder. */
  Optional<String> text(String path);
}
