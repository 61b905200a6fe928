/** The facts of a run: sealed events with stable names, and the small types they are made of. */
package dev.stint.persistence.event;
