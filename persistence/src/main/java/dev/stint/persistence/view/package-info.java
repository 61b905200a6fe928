/** SQL views over the journal: lists, approvals inbox, timeline, spend, durable timers. */
package dev.stint.persistence.view;
