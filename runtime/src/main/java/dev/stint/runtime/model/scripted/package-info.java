/** Models that answer from a script in the job folder: for samples, tests and evaluations. */
package dev.stint.runtime.model.scripted;
