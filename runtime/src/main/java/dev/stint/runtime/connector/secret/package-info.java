/** Secrets by reference, and what keeps them out of results (F7, IF-12). */
package dev.stint.runtime.connector.secret;
