/** Named places at which tests let the process die, and the clock they set wrong. */
package dev.stint.persistence.fault;
