package dev.stint.runtime.connector;

import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.secret.Secrets;

/** What connectors work with, shared by all of a node. */
public record Ports(EgressGate gate, Secrets secrets) {}
