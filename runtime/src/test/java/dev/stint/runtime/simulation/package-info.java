/**
 * The protocol of runs, steps and the committer in one thread, over a simulated disk, simulated
 * time and simulated tools, from a seed. Decisions, fold, next actions, committer, record format
 * and chain reader are the real ones; {@code SimulatedRun} and {@code SimulatedStep} do what {@code
 * RunEntity}, {@code RunWork} and {@code StepActor} do, without Pekko.
 */
package dev.stint.runtime.simulation;
