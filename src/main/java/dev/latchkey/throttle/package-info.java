/**
 * How often somebody may try: budgets of failures for accounts, sources and known devices, shared by all nodes, and limits on what else
 * strangers may call. Imports {@code audit}, {@code revocation}, {@code support} and {@code problem}.
 */
@NullMarked
package dev.latchkey.throttle;

import org.jspecify.annotations.NullMarked;
