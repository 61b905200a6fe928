package dev.stint.runtime.report;

import dev.stint.config.json.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The report's style sheet, and its hash for the content security policy. */
final class ReportStyle {
  static final String CSS = load();

  /** As {@code style-src} wants it. */
  static final String HASH =
      "sha256-"
          + Base64.getEncoder().encodeToString(Sha256.digest(CSS.getBytes(StandardCharsets.UTF_8)));

  private ReportStyle() {}

  private static String load() {
    try (var css = ReportStyle.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("report.css is part of the program", e);
    }
  }
}
