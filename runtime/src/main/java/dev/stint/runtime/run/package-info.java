/** Runs as persistent actors: the thin shell around the decisions. */
package dev.stint.runtime.run;
