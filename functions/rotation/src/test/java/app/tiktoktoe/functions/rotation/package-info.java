/** Rotations against an emulated Secret Manager. */
@NullMarked
package app.tiktoktoe.functions.rotation;

import org.jspecify.annotations.NullMarked;
