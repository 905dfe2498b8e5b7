/** Measures how long a function takes from nothing to its first answer. */
@NullMarked
package app.tiktoktoe.bench;

import org.jspecify.annotations.NullMarked;
