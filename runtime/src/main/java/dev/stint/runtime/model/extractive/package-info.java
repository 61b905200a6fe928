/**
 * {@code offline/extractive}: answers by choosing sentences of the data it is given. No network, no
 * randomness, no pretence of being a language model.
 */
package dev.stint.runtime.model.extractive;
