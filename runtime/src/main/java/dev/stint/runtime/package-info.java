/** What to do next: decisions, run and step actors, tools, models, policy and budgets. */
package dev.stint.runtime;
