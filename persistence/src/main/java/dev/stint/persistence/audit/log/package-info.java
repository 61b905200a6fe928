/** One node's log: its tree, its keys, its signed checkpoints, and the thread that signs. */
package dev.stint.persistence.audit.log;
