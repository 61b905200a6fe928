package dev.stint.api.auth;

import java.util.List;
import java.util.Set;

/**
 * An authenticated caller.
 *
 * @param identity {@code user:name}
 * @param groups {@code group:name}, as approvals list them
 */
public record Caller(String identity, Set<Role> roles, List<String> groups) {
  public boolean may(Permission permission) {
    return roles.stream().anyMatch(role -> role.permits(permission));
  }

  /** Whether the caller sees runs that this identity submitted. */
  public boolean sees(String submittedBy) {
    return may(Permission.READ) || submittedBy.equals(identity);
  }
}
