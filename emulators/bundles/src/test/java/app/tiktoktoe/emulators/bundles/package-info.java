/** What is deployed is small, the same each time, and starts, answers and ends well. */
@NullMarked
package app.tiktoktoe.emulators.bundles;

import org.jspecify.annotations.NullMarked;
