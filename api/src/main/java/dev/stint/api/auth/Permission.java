package dev.stint.api.auth;

/** What a caller may do (M1). */
public enum Permission {
  READ,
  SUBMIT,
  PUBLISH,
  OPERATE,
  DECIDE,
  KEEP,
  BACK_UP,
  ACT_AS,
  /** Change what the installation itself rests on, such as the keys of its log. */
  ADMINISTER
}
