package dev.stint.config.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a cron text can ever fire (B18). Five fields; the day fields also take {@code L}, {@code
 * 15W} and {@code MON#1}. When it fires is the scheduler's business.
 */
final class CronShape {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final int[] LONGEST = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final Pattern PART =
      Pattern.compile("(\\*|\\?|[0-9A-Z]{1,3}(?:-[0-9A-Z]{1,3})?)(?:/(\\d{1,2}))?");
  private static final Pattern DAY = Pattern.compile("L|LW|(?:[1-9]|[12]\\d|3[01])W");
  private static final Pattern WEEKDAY = Pattern.compile("([0-7]|[A-Z]{3})(?:#[1-5]|L)");

  private record Field(String name, int min, int max, List<String> words, int firstWord) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of(), 0),
          new Field("hour", 0, 23, List.of(), 0),
          new Field("day", 1, 31, List.of(), 0),
          new Field("month", 1, 12, MONTHS, 1),
          new Field("weekday", 0, 7, DAYS, 0));

  private CronShape() {}

  /** What is wrong; empty when the text is usable. */
  static Optional<String> problem(String cron) {
    String[] fields = cron.strip().toUpperCase(Locale.ROOT).split("\\s+");
    if (fields.length != FIELDS.size()) {
      return Optional.of("expected five fields, found " + fields.length);
    }
    for (int i = 0; i < fields.length; i++) {
      for (String part : fields[i].split(",", -1)) {
        if (!valid(FIELDS.get(i), part)) {
          return Optional.of(
              "the field \"" + FIELDS.get(i).name() + "\" cannot be \"" + fields[i] + "\"");
        }
      }
    }
    return neverFires(fields[2], fields[3], fields[4])
        ? Optional.of("no month has that day: the job would never start")
        : Optional.empty();
  }

  private static boolean valid(Field field, String part) {
    if (field.name().equals("day") && DAY.matcher(part).matches()) return true;
    Matcher weekday = WEEKDAY.matcher(part);
    if (field.name().equals("weekday") && weekday.matches()) {
      return value(field, weekday.group(1)) >= 0;
    }
    Matcher match = PART.matcher(part);
    if (!match.matches()) return false;
    if (match.group(2) != null && Integer.parseInt(match.group(2)) == 0) return false;
    String range = match.group(1);
    if (range.equals("*")) return true;
    if (range.equals("?")) return field.name().contains("day");
    String[] ends = range.split("-");
    int from = value(field, ends[0]);
    int to = value(field, ends[ends.length - 1]);
    return from >= 0 && to >= from;
  }

  private static int value(Field field, String text) {
    int word = field.words().indexOf(text);
    if (word >= 0) return word + field.firstWord();
    if (!text.chars().allMatch(Character::isDigit)) return -1;
    int number = Integer.parseInt(text);
    return number >= field.min() && number <= field.max() ? number : -1;
  }

  private static boolean neverFires(String day, String month, String weekday) {
    boolean plain = day.matches("\\d+") && weekday.matches("[*?]");
    if (!plain || month.contains("*") || month.contains("-") || month.contains("/")) return false;
    int wanted = Integer.parseInt(day);
    for (String m : month.split(",")) {
      if (LONGEST[value(FIELDS.get(3), m) - 1] >= wanted) return false;
    }
    return true;
  }
}
