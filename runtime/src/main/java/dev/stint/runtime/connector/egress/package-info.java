/** The one way out for everything that tools send (A14, B14, IF-7). */
package dev.stint.runtime.connector.egress;
