/** A did:plc directory over HTTP: checks operations as the official one does, and keeps them. */
@NullMarked
package app.tiktoktoe.emulators.plc;

import org.jspecify.annotations.NullMarked;
