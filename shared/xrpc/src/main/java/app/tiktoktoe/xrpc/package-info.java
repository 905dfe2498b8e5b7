/**
 * One adapter from an HTTP function to XRPC methods: parse, authorise, limit, call, map the
 * outcome.
 */
@NullMarked
package app.tiktoktoe.xrpc;

import org.jspecify.annotations.NullMarked;
