/**
 * Pages for people who follow a link: plain HTML without scripts. What the pages do is done by {@code signin}. May import everything
 * below it.
 */
@NullMarked
package dev.latchkey.page;

import org.jspecify.annotations.NullMarked;
