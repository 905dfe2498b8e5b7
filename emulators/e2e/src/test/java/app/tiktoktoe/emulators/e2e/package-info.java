/** The running stack driven by the official client, and what becomes of it when it is killed. */
@NullMarked
package app.tiktoktoe.emulators.e2e;

import org.jspecify.annotations.NullMarked;
