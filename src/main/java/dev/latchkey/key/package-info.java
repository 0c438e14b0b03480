/**
 * The keys that sign access tokens: made, kept encrypted in the database, held in memory by every node, told apart by their RFC
 * 7638 thumbprint. Each key belongs to one algorithm. Imports {@code support}.
 */
@NullMarked
package dev.latchkey.key;

import org.jspecify.annotations.NullMarked;
