package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Writes the playlist of all renditions (RFC 8216). ffmpeg leaves out {@code CODECS} when it
 * copies, without which some players do not start. Stateless.
 */
final class MasterPlaylist {
  static final String NAME = "playlist.m3u8";

  private static final String AAC = "mp4a.40.2";
  private static final String LENGTH = "#EXTINF:";

  private MasterPlaylist() {}

  /** Writes it into {@code served}; the MP4s are in {@code folder}. */
  static void write(Path served, List<Rendition> renditions, boolean hasAudio, Path folder)
      throws IOException, RefusedVideoException {
    List<String> lines = new ArrayList<>();
    lines.add("#EXTM3U");
    lines.add("#EXT-X-VERSION:7");
    lines.add("#EXT-X-INDEPENDENT-SEGMENTS");
    for (Rendition rendition : renditions) {
      Mp4Movie.Track track =
          Mp4Reader.read(folder.resolve(rendition.name() + ".mp4")).video().orElseThrow();
      String codecs = track.codecs().orElseThrow() + (hasAudio ? "," + AAC : "");
      String variant = rendition.name() + "/video.m3u8";
      lines.add(
          "#EXT-X-STREAM-INF:BANDWIDTH=%d,RESOLUTION=%dx%d,CODECS=\"%s\""
              .formatted(
                  peakBitsPerSecond(served.resolve(variant)),
                  track.width(),
                  track.height(),
                  codecs));
      lines.add(variant);
    }
    Files.write(served.resolve(NAME), lines);
  }

  /** The rate of the segment that needs the most. */
  private static long peakBitsPerSecond(Path playlist) throws IOException {
    long peak = 1;
    Iterator<String> lines = Files.readAllLines(playlist).iterator();
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith(LENGTH)) {
        double seconds = Double.parseDouble(line.substring(LENGTH.length()).split(",", 2)[0]);
        long bits = 8 * Files.size(playlist.resolveSibling(lines.next()));
        peak = Math.max(peak, (long) Math.ceil(bits / Math.max(0.1, seconds)));
      }
    }
    return peak;
  }
}
