/** Captions of videos: read as WebVTT, cleaned, and served beside the video's own playlist. */
@NullMarked
package app.tiktoktoe.media.captions;

import org.jspecify.annotations.NullMarked;
