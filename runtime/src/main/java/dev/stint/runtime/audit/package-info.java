/** What an auditor takes away: bundles of runs, made here and checked anywhere. */
package dev.stint.runtime.audit;
