/** Tests of the host with a function compiled on the spot. */
@NullMarked
package app.tiktoktoe.emulators.host;

import org.jspecify.annotations.NullMarked;
