/** E-mail to the people that the owner lists (B2). */
package dev.stint.runtime.connector.mail;
