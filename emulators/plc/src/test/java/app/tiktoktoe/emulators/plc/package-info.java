/** The directory driven over HTTP, by hand and by the official client. */
@NullMarked
package app.tiktoktoe.emulators.plc;

import org.jspecify.annotations.NullMarked;
