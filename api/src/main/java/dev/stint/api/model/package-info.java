/** What leaves the process: public shapes of runs, events and approvals, never the stored ones. */
package dev.stint.api.model;
