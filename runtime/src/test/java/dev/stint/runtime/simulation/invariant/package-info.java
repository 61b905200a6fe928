/** What may never happen, one named class each; checked after every step of a simulation. */
package dev.stint.runtime.simulation.invariant;
