package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.PiiPolicy;
import dev.stint.config.spec.PiiPolicy.Place;
import dev.stint.persistence.event.Failure;
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
  private static final RedactionRules SECRETS_ONLY =
      new RedactionRules(Set.of(), PeopleDirectory.parse(""), Set.of());

  private record Key(RunId run, boolean personal) {}

  private final byte[] secret;
  private final Map<Key, Redactor> redactors =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Redactor> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param secret of this installation: with the run's id it makes the salt of the run's marks
   */
  public RunRedaction(byte[] secret) {
    this.secret = secret.clone();
  }

  /** {@code value} without what the job redacts at that place; secrets pass nowhere. */
  JsonNode apply(StepScope scope, Place place, JsonNode value) throws ActivityException {
    try {
      return redactor(scope, place).redact(value).value();
    } catch (RedactionException e) {
      throw ActivityException.terminal("redaction_incomplete", e.getMessage());
    }
  }

  /** {@code failure} as the record, the log and the people who read them may see it. */
  ActivityException apply(StepScope scope, ActivityException failure) {
    Failure was = failure.failure();
    String message;
    try {
      message = redactor(scope, Place.LOG).redact(was.message());
    } catch (RedactionException _) {
      message = "the message is withheld, because it could not be redacted";
    }
    if (message.equals(was.message())) return failure;
    return new ActivityException(
        new Failure(was.kind(), was.code(), message), failure.tokens(), failure.retryAfter());
  }

  private Redactor redactor(StepScope scope, Place place) {
    RunId run = scope.state().submitted().run();
    boolean personal = scope.job().spec().policies().pii().at().contains(place);
    synchronized (redactors) {
      return redactors.computeIfAbsent(
          new Key(run, personal),
          _ -> {
            byte[] salt = Sha256.digest(secret, run.value().getBytes(StandardCharsets.UTF_8));
            return new Redactor(personal ? rules(scope.job()) : SECRETS_ONLY, salt);
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
