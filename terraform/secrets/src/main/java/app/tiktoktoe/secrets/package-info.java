/** Gives the secrets of a new environment their first values. */
@NullMarked
package app.tiktoktoe.secrets;

import org.jspecify.annotations.NullMarked;
