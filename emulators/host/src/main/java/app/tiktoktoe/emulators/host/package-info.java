/**
 * Runs function bundles as they are deployed: the same jar, the same entry class, the same
 * framework.
 */
@NullMarked
package app.tiktoktoe.emulators.host;

import org.jspecify.annotations.NullMarked;
