package dev.stint.api.http;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is no readable request with the same shape as everything else, and without echoing
 * it. Made by Pekko, by name, from {@code stint-http.conf}. Stateless.
 */
public final class ParsingProblems extends ParsingErrorHandler {
  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    ApiProblem problem = Problems.unparsable(status.intValue(), LogText.of(error.summary()));
    return HttpResponse.create()
        .withStatus(status.intValue())
        .withEntity(
            HttpEntities.create(
                ContentTypes.parse("application/problem+json"),
                problem.body("").toString().getBytes(StandardCharsets.UTF_8)));
  }
}
