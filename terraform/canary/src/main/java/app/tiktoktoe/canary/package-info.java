/**
 * Moves a service's traffic to a new revision step by step, and back when the revision does harm.
 */
@NullMarked
package app.tiktoktoe.canary;

import org.jspecify.annotations.NullMarked;
