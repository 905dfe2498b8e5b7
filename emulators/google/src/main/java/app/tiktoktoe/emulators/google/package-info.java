/** Finds the official Firestore and Pub/Sub emulators and runs them as child processes. */
@NullMarked
package app.tiktoktoe.emulators.google;

import org.jspecify.annotations.NullMarked;
