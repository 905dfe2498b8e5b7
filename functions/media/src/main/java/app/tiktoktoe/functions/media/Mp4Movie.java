package app.tiktoktoe.functions.media;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the boxes of an MP4 file say.
 *
 * @param duration of the movie; zero for a fragmented one
 */
record Mp4Movie(Duration duration, List<Track> tracks) {

  /** Copies the tracks. */
  Mp4Movie {
    tracks = List.copyOf(tracks);
  }

  /**
   * A track.
   *
   * @param handler for example {@code vide}
   * @param width in pixels, 0 when it has none
   * @param rotation clockwise, 0, 90, 180 or 270
   * @param codecs its name in a playlist, for H.264 alone, for example {@code avc1.64001f}
   */
  record Track(String handler, int width, int height, int rotation, Optional<String> codecs) {}

  /** The first track with pictures. */
  Optional<Track> video() {
    return tracks.stream().filter(track -> track.handler().equals("vide")).findFirst();
  }
}
