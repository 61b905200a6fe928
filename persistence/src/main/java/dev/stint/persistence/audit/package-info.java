/** The log over the journal: tree, signed checkpoints, witnesses (AU-4 to AU-8). */
package dev.stint.persistence.audit;
