package dev.stint.api.http;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Our answers as Pekko's. Stateless. */
final class Answers {
  private static final String PROBLEM = "application/problem+json";

  private Answers() {}

  static HttpResponse of(ApiProblem problem, String path, Metrics metrics) {
    byte[] body = problem.body(path).toString().getBytes(StandardCharsets.UTF_8);
    ApiResponse response = ApiResponse.bytes(problem.status(), PROBLEM, body);
    problem.headers().forEach(response::with);
    return of(response, metrics);
  }

  static HttpResponse of(ApiResponse response, Metrics metrics) {
    metrics.request(response.status());
    String named = response.contentType();
    ContentType type =
        named.equals(ApiResponse.JSON) ? ContentTypes.APPLICATION_JSON : ContentTypes.parse(named);
    HttpResponse answer =
        HttpResponse.create()
            .withStatus(response.status())
            .withEntity(
                response.stream().isPresent()
                    ? HttpEntities.createChunked(type, response.stream().get())
                    : HttpEntities.create(type, response.body()))
            .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"));
    for (var header : response.headers().entrySet()) {
      answer = answer.addHeader(RawHeader.create(header.getKey(), header.getValue()));
    }
    return answer;
  }
}
