/** Malformed input of every kind: nothing but the declared refusal may come of it. */
@NullMarked
package app.tiktoktoe.atproto.fuzz;

import org.jspecify.annotations.NullMarked;
