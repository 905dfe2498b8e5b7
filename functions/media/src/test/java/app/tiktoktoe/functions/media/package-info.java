/** Clips of many kinds through the real ffmpeg and the emulators. */
@NullMarked
package app.tiktoktoe.functions.media;

import org.jspecify.annotations.NullMarked;
