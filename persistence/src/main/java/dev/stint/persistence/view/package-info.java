/** SQL views over the journal: lists, approvals inbox, spend, durable timers. */
package dev.stint.persistence.view;
