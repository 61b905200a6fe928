/** How a run comes to be: admission, identity, the frozen plan. */
package dev.stint.runtime.submission;
