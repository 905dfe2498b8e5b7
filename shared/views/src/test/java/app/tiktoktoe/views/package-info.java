/** Checks views on the official Firestore emulator, in any order of delivery. */
@NullMarked
package app.tiktoktoe.views;

import org.jspecify.annotations.NullMarked;
