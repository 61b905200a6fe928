/** Named places at which tests let the process die. */
package dev.stint.persistence.fault;
