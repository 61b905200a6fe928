/** What happened: events, the states they fold to, the journal that keeps them, and views. */
package dev.stint.persistence;
