/** One node's log: its tree, its keys and its signed checkpoints. */
package dev.stint.persistence.audit.log;
