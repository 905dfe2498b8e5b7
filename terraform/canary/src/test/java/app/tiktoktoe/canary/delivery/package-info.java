/** The pipeline's file and its scripts, run with other programs in place of the cloud's. */
@NullMarked
package app.tiktoktoe.canary.delivery;

import org.jspecify.annotations.NullMarked;
