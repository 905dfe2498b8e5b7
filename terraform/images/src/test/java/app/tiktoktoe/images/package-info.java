/** What an image holds and who runs it. */
@NullMarked
package app.tiktoktoe.images;

import org.jspecify.annotations.NullMarked;
