/** Group commit: everything pending becomes one batch and one flush. */
package dev.stint.persistence.journal.commit;
