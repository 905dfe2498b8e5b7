/** Starts everything on one laptop, routes to it, bridges its messages and shows what happens. */
@NullMarked
package app.tiktoktoe.emulators.stack;

import org.jspecify.annotations.NullMarked;
