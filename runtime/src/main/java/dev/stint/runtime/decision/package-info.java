/**
 * The pure core: what a run decides, and what should be in flight. Imports no Pekko; every function
 * is total and deterministic, so that replay, what-if and simulation can call it.
 */
package dev.stint.runtime.decision;
