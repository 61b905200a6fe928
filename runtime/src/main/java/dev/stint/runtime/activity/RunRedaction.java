package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.PiiPolicy;
import dev.stint.config.spec.PiiPolicy.Place;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.redaction.PeopleDirectory;
import dev.stint.runtime.redaction.RedactionException;
import dev.stint.runtime.redaction.RedactionKind;
import dev.stint.runtime.redaction.RedactionRules;
import dev.stint.runtime.redaction.Redactor;
import dev.stint.runtime.step.ActivityException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Redacts what leaves a run, by the job's own rules (F3). Fails closed. Thread-safe. */
public final class RunRedaction {
  private static final int KEPT = 256;

  private final byte[] secret;
  private final Map<RunId, Redactor> redactors =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RunId, Redactor> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param secret of this installation: with the run's id it makes the salt of the run's marks
   */
  public RunRedaction(byte[] secret) {
    this.secret = secret.clone();
  }

  /** {@code value} without what the job redacts at that place. */
  JsonNode apply(StepScope scope, Place place, JsonNode value) throws ActivityException {
    if (!scope.job().spec().policies().pii().at().contains(place)) return value;
    try {
      return redactor(scope).redact(value).value();
    } catch (RedactionException e) {
      throw ActivityException.terminal("redaction_incomplete", e.getMessage());
    }
  }

  private Redactor redactor(StepScope scope) {
    RunId run = scope.state().submitted().run();
    synchronized (redactors) {
      return redactors.computeIfAbsent(
          run,
          id -> {
            byte[] salt = Sha256.digest(secret, id.value().getBytes(StandardCharsets.UTF_8));
            return new Redactor(rules(scope.job()), salt);
          });
    }
  }

  private static RedactionRules rules(CompiledJob job) {
    PiiPolicy pii = job.spec().policies().pii();
    Set<RedactionKind> kinds =
        pii.redact().stream()
            .flatMap(kind -> RedactionKind.of(kind.name().toLowerCase(Locale.ROOT)).stream())
            .collect(Collectors.toSet());
    return new RedactionRules(
        kinds, PeopleDirectory.parse(String.join("\n", job.directory())), pii.allow());
  }
}
