package dev.stint.runtime.redaction;

import java.util.Locale;

/** Check digits: the difference between a card or account number and any other number. Pure. */
final class Checksums {
  private Checksums() {}

  static boolean luhn(String text) {
    String digits = text.replaceAll("[^0-9]", "");
    if (digits.length() < 13 || digits.length() > 19) return false;
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 1 ? digit * 2 : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  static boolean iban(String text) {
    String plain = text.replace(" ", "").toUpperCase(Locale.ROOT);
    if (plain.length() < 15 || plain.length() > 34) return false;
    int remainder = 0;
    String turned = plain.substring(4) + plain.substring(0, 4);
    for (char c : turned.toCharArray()) {
      int value = Character.digit(c, 36);
      remainder = (value > 9 ? remainder * 100 + value : remainder * 10 + value) % 97;
    }
    return remainder == 1;
  }
}
