package dev.stint.api.auth;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Named sets of permissions. */
public enum Role {
  OWNER(EnumSet.allOf(Permission.class)),
  OPERATOR(EnumSet.of(Permission.READ, Permission.SUBMIT, Permission.PUBLISH, Permission.OPERATE)),
  APPROVER(EnumSet.of(Permission.READ, Permission.DECIDE)),
  /** Holds runs, and erases what they hold: two stewards for one erasure (H4). */
  STEWARD(EnumSet.of(Permission.READ, Permission.KEEP)),
  AUDITOR(EnumSet.of(Permission.READ)),
  /** Submits, and sees only the runs it submitted. */
  SUBMITTER(EnumSet.of(Permission.SUBMIT));

  private final Set<Permission> permissions;

  Role(Set<Permission> permissions) {
    this.permissions = permissions;
  }

  boolean permits(Permission permission) {
    return permissions.contains(permission);
  }

  static Role parse(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "expected a role of owner, operator, approver, steward, auditor, submitter, found \""
              + name
              + "\"");
    }
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
