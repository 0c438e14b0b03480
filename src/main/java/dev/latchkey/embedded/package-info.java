/**
 * The PostgreSQL that a developer need not install: starts one beside the service in dev and test, and in prod only
 * when asked, and hands its address to the data source as configuration. It owns the settings
 * {@code latchkey.embedded-postgres.*}. It imports nothing of ours and nothing imports it: it runs before there is a
 * configuration to inject.
 */
@NullMarked
package dev.latchkey.embedded;

import org.jspecify.annotations.NullMarked;
