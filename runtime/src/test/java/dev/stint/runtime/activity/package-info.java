/** Activities without actors and journal. */
package dev.stint.runtime.activity;
