/** The packaged service, as jar or as native executable: real processes, real PostgreSQL, real HTTP. */
@NullMarked
package dev.latchkey.it;

import org.jspecify.annotations.NullMarked;
