/** Step actors: one per unit, supervised, doing the blocking work on virtual threads. */
package dev.stint.runtime.step;
