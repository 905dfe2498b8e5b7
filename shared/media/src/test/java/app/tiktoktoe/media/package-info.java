/** Jobs on the real emulator. */
@NullMarked
package app.tiktoktoe.media;

import org.jspecify.annotations.NullMarked;
