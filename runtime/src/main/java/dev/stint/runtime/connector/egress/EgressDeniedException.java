package dev.stint.runtime.connector.egress;

import java.io.IOException;

/**
 * The gate lets nothing through to that place. A constant text: a refusal teaches nothing about
 * what lies behind it (IF-13).
 */
public final class EgressDeniedException extends IOException {
  public static final String CODE = "egress_denied";

  public EgressDeniedException() {
    super("the address is not one that tools may reach");
  }
}
