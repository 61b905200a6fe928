package dev.stint.api.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.TimeoutAccess;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;

/**
 * Takes in a bounded number of requests of bounded size and hands them on once their body is there
 * (G4, M2). Health and kill have places of their own: a full server must still show that it lives,
 * and stop what fills it. Thread-safe.
 */
final class RequestIntake {
  private static final long MAX_BODY = 1L << 20;
  private static final long MAX_JOB_BODY = 5L << 20;
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(15);
  private static final int RESERVED = 32;

  private final Semaphore places;
  private final Semaphore reserved = new Semaphore(RESERVED);
  private final RequestAnswer answer;
  private final Metrics metrics;
  private final Executor workers;
  private final Materializer materializer;

  RequestIntake(
      int maxInFlight,
      RequestAnswer answer,
      Metrics metrics,
      Executor workers,
      Materializer materializer) {
    this.places = new Semaphore(maxInFlight);
    this.answer = answer;
    this.metrics = metrics;
    this.workers = workers;
    this.materializer = materializer;
  }

  CompletionStage<HttpResponse> handle(HttpRequest request) {
    String path = request.getUri().path();
    request
        .getHeader(TimeoutAccess.class)
        .ifPresent(access ->
            access
                .timeoutAccess()
                .updateHandler(_ -> Answers.of(Problems.noAnswer(), path, metrics)));
    List<String> segments = new ArrayList<>();
    request.getUri().pathSegments().forEach(segments::add);
    boolean job =
        segments.equals(List.of("v1", "jobs")) || segments.equals(List.of("v1", "validate"));
    long limit = job ? MAX_JOB_BODY : MAX_BODY;
    if (request.entity().getContentLengthOption().orElse(0) > limit) {
      return refuse(request, Problems.tooLarge(limit));
    }
    Semaphore taken = vital(segments) ? reserved : places;
    if (!taken.tryAcquire()) return refuse(request, Problems.overloaded());
    return request
        .entity()
        .withSizeLimit(limit)
        .toStrict(BODY_PATIENCE.toMillis(), materializer)
        .thenApplyAsync(entity -> answer.to(request, segments, entity), workers)
        .exceptionally(e -> Answers.of(unreadable(e, limit), path, metrics))
        .whenComplete((_, _) -> taken.release());
  }

  private static boolean vital(List<String> segments) {
    String last = segments.isEmpty() ? "" : segments.getLast();
    return last.equals("livez") || last.equals("readyz") || last.equals("kill");
  }

  private CompletionStage<HttpResponse> refuse(HttpRequest request, ApiProblem problem) {
    request.entity().discardBytes(materializer);
    return CompletableFuture.completedFuture(Answers.of(problem, request.getUri().path(), metrics));
  }

  private static ApiProblem unreadable(Throwable e, long limit) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof EntityStreamSizeException
        ? Problems.tooLarge(limit)
        : Problems.bodyNotReceived();
  }
}
