package dev.stint.runtime.redaction;

import java.util.Arrays;
import java.util.Optional;

/** What can be redacted. */
public enum RedactionKind {
  EMPLOYEE_NAME("employee_name", "person"),
  EMAIL("email", "email"),
  PHONE("phone", "phone"),
  SECRET("secret", "secret"),
  PAYMENT_CARD("payment_card", "card"),
  IBAN("iban", "iban"),
  /** Any of the others, hidden in base64. */
  ENCODED("encoded", "encoded");

  private final String id;
  private final String mark;

  RedactionKind(String id, String mark) {
    this.id = id;
    this.mark = mark;
  }

  /** As jobs write it under {@code policies.pii.redact}, and as counts name it. */
  public String id() {
    return id;
  }

  /** As marks in text show it: {@code [person-k3f9]}. */
  String mark() {
    return mark;
  }

  public static Optional<RedactionKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
  }
}
