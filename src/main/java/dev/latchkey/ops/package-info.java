/**
 * What an operator needs: whether this node is alive and ready, and a start that refuses settings which cannot work. May import
 * everything below it.
 */
@NullMarked
package dev.latchkey.ops;

import org.jspecify.annotations.NullMarked;
