package dev.stint.api.http;

import dev.stint.api.auth.AccessTokens;
import dev.stint.api.auth.Caller;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.view.ViewException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request whose body has arrived: who asks, which route, what it says, and every way
 * that can go wrong as a problem. Never answers with a stack trace. Thread-safe; blocks.
 */
final class RequestAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(RequestAnswer.class);

  private final Api api;
  private final AccessTokens tokens;
  private final Metrics metrics;
  private final boolean loopback;

  RequestAnswer(Api api, AccessTokens tokens, Metrics metrics, boolean loopback) {
    this.api = api;
    this.tokens = tokens;
    this.metrics = metrics;
    this.loopback = loopback;
  }

  HttpResponse to(HttpRequest request, List<String> segments, HttpEntity.Strict entity) {
    String path = request.getUri().path();
    try {
      ApiRequest asked = asked(request, segments, entity);
      Api.Route route = api.find(asked.method(), segments);
      Origins.check(asked);
      if (!open(route, asked)) asked.authenticated();
      return Answers.of(route.handler().handle(asked), metrics);
    } catch (ApiProblem problem) {
      if (problem.status() == 401 || problem.status() == 403) {
        LOG.info("refused {} {}: {}", request.method().value(), LogText.of(path), problem.code());
      }
      return Answers.of(problem, path, metrics);
    } catch (JournalException e) {
      ApiProblem problem = Problems.of(e);
      if (problem.status() >= 500) {
        LOG.error("{} {}: {}", request.method().value(), LogText.of(path), LogText.of(e));
      }
      return Answers.of(problem, path, metrics);
    } catch (ViewException e) {
      LOG.warn("{} {}: {}", request.method().value(), LogText.of(path), LogText.of(e));
      return Answers.of(Problems.of(e), path, metrics);
    } catch (Exception e) {
      if (e instanceof InterruptedException) Thread.currentThread().interrupt();
      LOG.error("{} {} broke: {}", request.method().value(), LogText.of(path), LogText.of(e));
      return Answers.of(Problems.internal(), path, metrics);
    }
  }

  private static boolean open(Api.Route route, ApiRequest asked) {
    return switch (route.access()) {
      case ANYBODY -> true;
      case LOOPBACK -> asked.loopback();
      case TOKEN -> false;
    };
  }

  private ApiRequest asked(HttpRequest request, List<String> segments, HttpEntity.Strict entity) {
    Map<String, String> headers = new TreeMap<>();
    request.getHeaders().forEach(h -> headers.put(h.lowercaseName(), h.value()));
    Map<String, String> query = new TreeMap<>();
    request.getUri().query().toMap().forEach(query::put);
    Optional<Caller> caller =
        Optional.ofNullable(headers.get("authorization"))
            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
            .flatMap(value -> tokens.caller(value.substring(7).strip()));
    return new ApiRequest(
        request.method().value().toUpperCase(Locale.ROOT),
        request.getUri().path(),
        segments,
        query,
        headers,
        entity.getContentType().toString(),
        entity.getData().toArray(),
        caller,
        loopback && Origins.local(headers.getOrDefault("host", "")));
  }
}
