/** The directory driven over HTTP, by the official client and by the official vectors. */
@NullMarked
package app.tiktoktoe.emulators.plc;

import org.jspecify.annotations.NullMarked;
