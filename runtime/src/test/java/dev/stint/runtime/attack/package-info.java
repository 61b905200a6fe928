/** Attacks on a real node, by a model that is the attacker, each beside its honest twin. */
package dev.stint.runtime.attack;
