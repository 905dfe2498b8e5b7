/** Tests of single parts of the proxy; {@code ProxyTest} has the whole. */
@NullMarked
package app.tiktoktoe.functions.auth.proxy;

import org.jspecify.annotations.NullMarked;
