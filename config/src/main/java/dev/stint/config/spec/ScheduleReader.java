package dev.stint.config.spec;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads {@code schedule} and {@code sla}. */
final class ScheduleReader {
  private ScheduleReader() {}

  static Optional<ScheduleSpec> schedule(Fields job) {
    return job.object("schedule", Section.SCHEDULE).flatMap(ScheduleReader::read);
  }

  private static Optional<ScheduleSpec> read(Fields schedule) {
    if (!schedule.has("cron")) schedule.missing("cron", "cron: \"0 6 * * MON#1\"");
    Optional<String> cron = schedule.text("cron");
    cron.flatMap(CronShape::problem)
        .ifPresent(why ->
            schedule.refuse("cron", "bad_cron", why, "five fields: minute hour day month weekday"));
    var zone = zone(schedule);
    var calendar = Names.LABEL.check(schedule, "calendar");
    var onHoliday = schedule.choice("onHoliday", ScheduleSpec.OnHoliday.class);
    if (onHoliday.isPresent() && !schedule.has("calendar")) {
      schedule.refuse(
          "onHoliday", "needs_calendar", "onHoliday needs a calendar of holidays", "add calendar");
    }
    var overlap = schedule.choice("overlap", ScheduleSpec.Overlap.class);
    var catchUp = schedule.duration("catchUp");
    var jitter = schedule.duration("jitter", Duration.ZERO, Duration.ofDays(1));
    return cron.map(text ->
        new ScheduleSpec(
            text,
            zone,
            calendar,
            onHoliday.orElse(ScheduleSpec.OnHoliday.RUN),
            overlap.orElse(ScheduleSpec.Overlap.SKIP),
            catchUp.orElse(Duration.ZERO),
            jitter.orElse(Duration.ZERO)));
  }

  private static ZoneId zone(Fields schedule) {
    Optional<String> name = schedule.text("timezone");
    if (name.isEmpty()) return ZoneOffset.UTC;
    try {
      return ZoneId.of(name.get());
    } catch (DateTimeException e) {
      schedule.refuse(
          "timezone",
          "unknown_value",
          "expected an IANA time zone such as America/New_York",
          "see the tz database for names");
      return ZoneOffset.UTC;
    }
  }

  static Optional<SlaSpec> sla(Fields job) {
    return job.object("sla", Section.SLA).map(ScheduleReader::deadline);
  }

  private static SlaSpec deadline(Fields sla) {
    var due = due(sla);
    var within = sla.duration("within");
    if (sla.has("due") == sla.has("within")) {
      sla.problems()
          .add(sla.map(), sla.pointer(), "sla_kind", "expected exactly one of due and within", "");
    }
    return new SlaSpec(
        due,
        within,
        sla.duration("warnBefore"),
        sla.choice("onBreach", SlaSpec.OnBreach.class).orElse(SlaSpec.OnBreach.ALERT));
  }

  private static Optional<LocalTime> due(Fields sla) {
    Optional<String> text = sla.text("due");
    if (text.isEmpty()) return Optional.empty();
    try {
      return Optional.of(LocalTime.parse(text.get()));
    } catch (DateTimeParseException e) {
      sla.refuse("due", "bad_time", "expected a time of day such as \"10:00\"", "");
      return Optional.empty();
    }
  }
}
