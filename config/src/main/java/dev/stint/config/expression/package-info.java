/**
 * Expressions: CEL inside {@code ${{ }}}, checked when a job is read, evaluated without effects.
 */
package dev.stint.config.expression;
