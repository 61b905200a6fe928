package dev.stint.api.http;

import java.util.List;
import java.util.TreeSet;

/** Every route, in one table: method and path to what answers it. */
final class Api {
  /**
   * A route.
   *
   * @param path segments, {@code *} for a name or id
   */
  record Route(String method, List<String> path, Access access, Handler handler) {
    boolean matches(List<String> segments) {
      if (segments.size() != path.size()) return false;
      for (int i = 0; i < path.size(); i++) {
        if (!path.get(i).equals("*") && !path.get(i).equals(segments.get(i))) return false;
      }
      return true;
    }

    /** The path with every name or id as {@code {}}. */
    String template() {
      StringBuilder template = new StringBuilder();
      for (String segment : path) template.append('/').append(segment.equals("*") ? "{}" : segment);
      return template.toString();
    }
  }

  /** Who may ask without saying who they are. */
  enum Access {
    ANYBODY,
    /** Callers on this machine, by a name of this machine. */
    LOOPBACK,
    TOKEN
  }

  /** Answers a request; blocking is fine, refusals are {@link ApiProblem}s. */
  @FunctionalInterface
  interface Handler {
    ApiResponse handle(ApiRequest request) throws Exception;
  }

  private final List<Route> routes;

  Api(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  List<Route> routes() {
    return routes;
  }

  static Route route(String method, String path, Handler handler) {
    return new Route(method, List.of(path.substring(1).split("/")), Access.TOKEN, handler);
  }

  static Route open(String path, Access access, Handler handler) {
    return new Route("GET", List.of(path.substring(1).split("/")), access, handler);
  }

  Route find(String method, List<String> segments) {
    var allowed = new TreeSet<String>();
    for (Route route : routes) {
      if (!route.matches(segments)) continue;
      if (route.method().equals(method)) return route;
      allowed.add(route.method());
    }
    if (allowed.isEmpty()) throw ApiProblem.notFound("such path");
    throw new ApiProblem(
            405,
            "method_not_allowed",
            "expected " + String.join(" or ", allowed) + ", found " + method)
        .with("Allow", String.join(", ", allowed));
  }
}
