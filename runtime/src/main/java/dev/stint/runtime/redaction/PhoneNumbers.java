package dev.stint.runtime.redaction;

/** Sanity checks that tell telephone numbers from dates, addresses and amounts. Pure. */
final class PhoneNumbers {
  private PhoneNumbers() {}

  static boolean international(String text) {
    int digits = digits(text);
    boolean doubleZero = text.startsWith("00");
    return digits >= (doubleZero ? 10 : 8)
        && digits <= (doubleZero ? 17 : 15)
        && balanced(text)
        && (!doubleZero || text.chars().anyMatch(c -> !Character.isDigit(c)));
  }

  /** Area codes and exchanges never end in 11: those are service numbers. */
  static boolean american(String text) {
    String digits = text.replaceAll("[^0-9]", "");
    String national = digits.length() == 11 ? digits.substring(1) : digits;
    return !national.startsWith("11", 1) && !national.startsWith("11", 4);
  }

  /** After a word such as "phone", seven digits are enough, unless they are a date. */
  static boolean announced(String text) {
    int digits = digits(text);
    boolean date = text.matches("\\d{4}-\\d{2}-\\d{2}.*|\\d{1,2}\\.\\d{1,2}\\.\\d{4}");
    boolean address = text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    return digits >= 7 && digits <= 15 && !date && !address && balanced(text);
  }

  private static int digits(String text) {
    return (int) text.chars().filter(Character::isDigit).count();
  }

  private static boolean balanced(String text) {
    long open = text.chars().filter(c -> c == '(').count();
    return open == text.chars().filter(c -> c == ')').count() && open <= 1;
  }
}
