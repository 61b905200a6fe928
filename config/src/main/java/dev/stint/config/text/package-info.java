/** Small text forms: durations as people write them, positions, the nearest known name. */
package dev.stint.config.text;
