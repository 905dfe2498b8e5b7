/** Captions that are read, cleaned and served. */
@NullMarked
package app.tiktoktoe.media.captions;

import org.jspecify.annotations.NullMarked;
