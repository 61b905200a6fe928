/** Speed and memory of runs on a whole node, measured beside a yardstick in the same process. */
package dev.stint.runtime.bench;
