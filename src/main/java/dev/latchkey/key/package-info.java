/**
 * The keys that sign access tokens: made, kept encrypted in the database, held in memory by every node, told apart by their RFC
 * 7638 thumbprint, followed by the next in time, withdrawn when compromised. Each key belongs to one algorithm. Imports {@code audit},
 * {@code revocation}, {@code problem} and {@code support}.
 */
@NullMarked
package dev.latchkey.key;

import org.jspecify.annotations.NullMarked;
