/** Runs functions as they are deployed, one process each, against the emulators. */
@NullMarked
package app.tiktoktoe.emulators.bundles;

import org.jspecify.annotations.NullMarked;
