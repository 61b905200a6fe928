/** Who keeps checkpoints outside the node's own reach (AU-5). */
package dev.stint.persistence.audit.witness;
