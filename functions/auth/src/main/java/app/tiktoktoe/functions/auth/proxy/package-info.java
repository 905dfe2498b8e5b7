/** Calls that are passed on to other services. */
@NullMarked
package app.tiktoktoe.functions.auth.proxy;

import org.jspecify.annotations.NullMarked;
