package dev.stint.runtime.redaction;

import static dev.stint.runtime.redaction.Needed.DIGITS;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.function.Predicate;

/** The patterns, each with the check that keeps it off dates, amounts, versions and hashes. */
final class Recognizers {
  private static final String LOCAL = "[\\p{L}\\p{N}._%+'-]{1,64}";
  private static final String AT = "(?:@|%40|\\s?[\\[(]\\s?at\\s?[\\])]\\s?)";
  private static final String DOT = "(?:\\.|\\s?[\\[(]\\s?dot\\s?[\\])]\\s?)";

  static final Recognizer EMAIL =
      of(
          RedactionKind.EMAIL,
          new Needed(5, "@%[("),
          "(?i)(" + LOCAL + AT + "[\\p{L}\\p{N}-]{1,63}(?:" + DOT + "[\\p{L}\\p{N}-]{1,63}){1,8})",
          false,
          value -> Character.isLetter(value.charAt(value.length() - 1)));

  static final List<Recognizer> PHONE =
      List.of(
          of(
              RedactionKind.PHONE,
              new Needed(8, DIGITS),
              "((?:\\+|00)[1-9][0-9]{0,2}[ .()/-]{0,3}(?:[0-9][ .()/-]{0,2}){5,13}[0-9])",
              true,
              PhoneNumbers::international),
          of(
              RedactionKind.PHONE,
              new Needed(12, DIGITS),
              "((?:1[ .-])?(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4})",
              true,
              PhoneNumbers::american),
          of(
              RedactionKind.PHONE,
              new Needed(10, DIGITS),
              "(?i)(?:phone|tel|telephone|call|fax|mobile|cell|hotline|pager|text|dial)(?: number| at| on| line)?[.:]{0,2} {0,2}"
                  + "(\\+?[0-9(][0-9 ().-]{5,16}[0-9])",
              true,
              PhoneNumbers::announced));

  static final List<Recognizer> SECRET =
      List.of(
          of(
              RedactionKind.SECRET,
              new Needed(27, "-"),
              "(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z))",
              false,
              value -> true),
          of(
              RedactionKind.SECRET,
              new Needed(15, ""),
              "((?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{30,255}"
                  + "|glpat-[A-Za-z0-9_-]{20,64}|sk-[A-Za-z0-9_-]{20,255}|xox[abeoprs]-[A-Za-z0-9-]{10,255}"
                  + "|AIza[A-Za-z0-9_-]{35}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,255}|whsec_[A-Za-z0-9+/=]{16,255}"
                  + "|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,})",
              true,
              value -> true),
          of(
              RedactionKind.SECRET,
              new Needed(22, " \t"),
              "(?i)(?:bearer|basic)[ \\t]+([A-Za-z0-9._~+/-]{16,}={0,2})",
              false,
              Recognizers::random),
          of(
              RedactionKind.SECRET,
              new Needed(7, "@"),
              "://[^/\\s:@\\[\\]]{1,100}:([^/\\s@\\[\\]]{1,200})@",
              false,
              value -> true),
          of(
              RedactionKind.SECRET,
              new Needed(8, "="),
              "(?i)(?:password|passwd|passphrase|pwd|secret|api[_ -]?key|access[_ -]?key|secret[_ -]?key|token|credential)s?[\"']?"
                  + "[ \\t]{0,3}=[ \\t]{0,3}[\"']?([^\\s\"',;&\\[\\]<>]{4,512})",
              false,
              value -> !value.startsWith("$") && !value.startsWith("{")),
          of(
              RedactionKind.SECRET,
              new Needed(10, ": "),
              "(?i)(?:password|passwd|passphrase|pwd|secret|api[_ -]?key|access[_ -]?key|secret[_ -]?key|token|credential)s?[\"']?"
                  + "(?:[ \\t]{0,3}:[ \\t]{0,3}| is )[\"']?([^\\s\"',;&\\[\\]<>]{6,512})",
              false,
              Recognizers::random));

  static final Recognizer CARD =
      of(
          RedactionKind.PAYMENT_CARD,
          new Needed(13, DIGITS),
          "([3-6][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{1,7}|3[0-9]{3}[ -]?[0-9]{6}[ -]?[0-9]{4,5})",
          true,
          Checksums::luhn);

  static final Recognizer IBAN =
      of(
          RedactionKind.IBAN,
          new Needed(12, DIGITS),
          "(?i)([A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)",
          true,
          Checksums::iban);

  private Recognizers() {}

  private static Recognizer of(
      RedactionKind kind, Needed needed, String pattern, boolean free, Predicate<String> check) {
    return new PatternRecognizer(kind, needed, Pattern.compile(pattern), free, check);
  }

  /** Looks made by a machine or by a password rule: letters and digits, or letters and signs. */
  private static boolean random(String value) {
    boolean letter = value.chars().anyMatch(Character::isLetter);
    boolean digit = value.chars().anyMatch(Character::isDigit);
    boolean upperAndLower = value.chars().anyMatch(Character::isUpperCase) && value.length() >= 24;
    return letter && (digit || upperAndLower);
  }
}
