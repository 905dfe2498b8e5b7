/** The rules of the house: over classes, and over the catalogue and the folders it describes. */
@NullMarked
package app.tiktoktoe.emulators.rules;

import org.jspecify.annotations.NullMarked;
