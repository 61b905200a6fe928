/** Tools: the typed actions of steps, what they declare, and the ones that ship with Stint. */
package dev.stint.runtime.tool;
