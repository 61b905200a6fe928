package dev.stint.runtime.label;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.expression.Reads;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.DataSource;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Label.Confidentiality;
import dev.stint.persistence.event.Label.Integrity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Labels of what comes into a run: its inputs and what its data sources hold. Read from the job,
 * never from the values (A6). Pure.
 *
 * <p>A submitter stands for the inputs, so they are {@code ENDORSED}, and they are {@code INTERNAL}
 * to the run's department; the job's schema of an input may say {@code x-stint-trust: untrusted},
 * for text that a submitter only passes on, and {@code x-stint-classification}.
 */
final class SourceLabels {
  static final String TRUST = "x-stint-trust";
  static final String CLASSIFICATION = "x-stint-classification";

  private final CompiledJob job;
  private final String department;

  SourceLabels(CompiledJob job, String department) {
    this.job = job;
    this.department = department;
  }

  Label inputs(Collection<String> names) {
    Collection<String> all = new ArrayList<>(names);
    if (names.contains(Reads.ALL)) {
      job.spec().inputs().path("properties").fieldNames().forEachRemaining(all::add);
      all.remove(Reads.ALL);
    }
    return Label.join(all.stream().map(this::input).toList());
  }

  private Label input(String name) {
    JsonNode schema = job.spec().inputs().path("properties").path(name);
    boolean passedOn = schema.path(TRUST).asText().equals(DataSource.UNTRUSTED);
    return new Label(
        confidentiality(schema.path(CLASSIFICATION).asText("internal")),
        new TreeSet<>(),
        new TreeSet<>(List.of(department)),
        passedOn ? Integrity.UNTRUSTED : Integrity.ENDORSED,
        new TreeSet<>(List.of(passedOn ? "inputs:" + name : "inputs")));
  }

  /** Of what a tool reads from the source of that id; of every source for a name that is none. */
  Label source(String id) {
    List<DataSource> named =
        job.spec().data().stream().filter(source -> source.id().equals(id)).toList();
    List<DataSource> possible = named.isEmpty() ? job.spec().data() : named;
    return possible.isEmpty()
        ? Label.UNLABELLED
        : Label.join(possible.stream().map(this::source).toList());
  }

  private Label source(DataSource source) {
    return new Label(
        confidentiality(source.classification()),
        new TreeSet<>(source.categories()),
        new TreeSet<>(List.of(department)),
        source.trust().equals(DataSource.CURATED) ? Integrity.CURATED : Integrity.UNTRUSTED,
        new TreeSet<>(List.of("data:" + source.id())));
  }

  /** The highest for a word that is none: what is unknown is not assumed to be harmless. */
  static Confidentiality confidentiality(String word) {
    for (Confidentiality known : Confidentiality.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(word)) return known;
    }
    return Confidentiality.RESTRICTED;
  }
}
