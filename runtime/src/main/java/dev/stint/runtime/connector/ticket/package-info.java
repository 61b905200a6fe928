/** Tickets of a tracker that speaks HTTP and JSON (B2). */
package dev.stint.runtime.connector.ticket;
