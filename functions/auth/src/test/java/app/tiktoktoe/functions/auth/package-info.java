/** Tests of the auth function, most of them over HTTP. */
@NullMarked
package app.tiktoktoe.functions.auth;

import org.jspecify.annotations.NullMarked;
