/** Stops the services that cost when a budget is used up. */
@NullMarked
package app.tiktoktoe.functions.budget;

import org.jspecify.annotations.NullMarked;
