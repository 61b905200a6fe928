/** How events and states become bytes, under names that outlive the classes. */
package dev.stint.persistence.codec;
