/**
 * Builds Google clients from the environment, once per instance; logs and counts what they cost.
 */
@NullMarked
package app.tiktoktoe.cloud;

import org.jspecify.annotations.NullMarked;
