/** Figures before and after a change, so that a job can take it back (PRODUCT, sample 5). */
package dev.stint.runtime.connector.metric;
