/**
 * The command line: a client of the HTTP API, which it starts in its own process when none runs.
 */
package dev.stint.api.cli;
