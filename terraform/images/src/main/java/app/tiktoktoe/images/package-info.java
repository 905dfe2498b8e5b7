/** Builds, trains and checks the images that run every function. */
@NullMarked
package app.tiktoktoe.images;

import org.jspecify.annotations.NullMarked;
