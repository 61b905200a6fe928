/**
 * Care of stored data through the port alone, the same for every store: check, copy, back up,
 * restore. Nothing here runs beside a writer, except reading for a backup.
 */
package dev.stint.persistence.care;
