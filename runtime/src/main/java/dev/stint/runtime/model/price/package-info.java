/** What calls of models cost. */
package dev.stint.runtime.model.price;
