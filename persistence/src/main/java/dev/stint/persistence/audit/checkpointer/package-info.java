/** The thread that signs a node's log while there is something new. */
package dev.stint.persistence.audit.checkpointer;
