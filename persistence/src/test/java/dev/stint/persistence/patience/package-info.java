/** How long tests wait for what will come. */
package dev.stint.persistence.patience;
