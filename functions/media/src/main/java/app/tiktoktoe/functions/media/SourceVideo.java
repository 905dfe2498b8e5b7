package app.tiktoktoe.functions.media;

import java.time.Duration;

/**
 * What an accepted original holds.
 *
 * @param width as it is shown: rotated, with square pixels
 * @param frameRate the rate that is encoded, as ffmpeg takes it, for example {@code 30000/1001}
 */
record SourceVideo(
    Container container,
    int width,
    int height,
    String frameRate,
    Duration duration,
    boolean hasAudio) {}
