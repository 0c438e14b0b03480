/**
 * What administrators do: resources under {@code /admin}, and the first administrator of an empty service. Imports everything
 * below.
 */
@NullMarked
package dev.latchkey.admin;

import org.jspecify.annotations.NullMarked;
