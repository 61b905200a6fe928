package dev.stint.config.spec;

/**
 * The place of a step inside another one.
 *
 * @param block id of the branch or loop
 * @param arm which case of a branch, counted from 0; 0 in a loop
 */
public record Within(String block, int arm) {}
