package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Permission;
import dev.stint.persistence.view.SpendRow;
import dev.stint.runtime.node.StintNode;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Tokens billed by day, job, department and stage (J3). */
final class UsageRoutes {
  private static final int USUAL_DAYS = 30;
  private static final int MOST_DAYS = 366;

  private final StintNode node;
  private final InstantSource clock;

  UsageRoutes(StintNode node, InstantSource clock) {
    this.node = node;
    this.clock = clock;
  }

  List<Api.Route> routes() {
    return List.of(Api.route("GET", "/v1/usage", this::usage));
  }

  private ApiResponse usage(ApiRequest request) {
    request.caller(Permission.READ);
    LocalDate to = day(request, "to", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    LocalDate from = day(request, "from", to.minusDays(USUAL_DAYS - 1));
    if (from.isAfter(to) || from.isBefore(to.minusDays(MOST_DAYS))) {
      throw ApiProblem.invalid(
          "parameter_invalid",
          "from, to: expected at most " + MOST_DAYS + " days, found " + from + " to " + to);
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("from", from.toString()).put("to", to.toString());
    ArrayNode items = body.putArray("items");
    long total = 0;
    for (SpendRow row : node.views().spend(from, to)) {
      total += row.tokens();
      items
          .addObject()
          .put("day", row.day().toString())
          .put("job_name", row.jobName())
          .put("department", row.department())
          .put("stage", row.stage())
          .put("tokens", row.tokens());
    }
    return ApiResponse.ok(body.put("tokens", total));
  }

  private static LocalDate day(ApiRequest request, String name, LocalDate otherwise) {
    try {
      LocalDate day = request.param(name).map(LocalDate::parse).orElse(otherwise);
      if (day.getYear() >= 2000 && day.getYear() < 10_000) return day;
    } catch (DateTimeParseException _) {
      // falls through to the same refusal
    }
    throw ApiProblem.invalid("parameter_invalid", name + ": expected a day such as 2026-06-17");
  }
}
