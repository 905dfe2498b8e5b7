package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * Writes the playlist of all renditions (RFC 8216), with the rates that the segments really have.
 * Stateless.
 */
final class MasterPlaylist {
  static final String NAME = "playlist.m3u8";

  private static final String AAC = "mp4a.40.2";
  private static final String LENGTH = "#EXTINF:";

  private MasterPlaylist() {}

  /** Writes it into {@code served}, where the renditions are. */
  static void write(Path served, List<Rendition> renditions, SourceVideo source)
      throws IOException, RefusedVideoException {
    List<String> lines = new ArrayList<>();
    lines.add("#EXTM3U");
    lines.add("#EXT-X-VERSION:7");
    lines.add("#EXT-X-INDEPENDENT-SEGMENTS");
    for (Rendition rendition : renditions) {
      Path folder = served.resolve(rendition.name());
      lines.add(
          entry(
              Rates.of(folder.resolve(LadderCommand.PLAYLIST)),
              Mp4Reader.read(folder.resolve(LadderCommand.INIT)).video().orElseThrow(),
              source));
      lines.add(rendition.name() + "/" + LadderCommand.PLAYLIST);
    }
    Files.write(served.resolve(NAME), lines);
  }

  private static String entry(Rates rates, Mp4Movie.Track track, SourceVideo source) {
    return String.format(
        Locale.ROOT,
        "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,RESOLUTION=%dx%d,FRAME-RATE=%.3f,"
            + "CODECS=\"%s\"",
        rates.peak(),
        rates.average(),
        track.width(),
        track.height(),
        FrameRates.value(source.frameRate()),
        track.codecs().orElseThrow() + (source.hasAudio() ? "," + AAC : ""));
  }

  /**
   * Bits a second.
   *
   * @param peak of the segment that needs the most
   * @param average of all
   */
  private record Rates(long peak, long average) {
    static Rates of(Path playlist) throws IOException {
      double peak = 1;
      double seconds = 0;
      long bits = 0;
      Iterator<String> lines = Files.readAllLines(playlist).iterator();
      while (lines.hasNext()) {
        String line = lines.next();
        if (line.startsWith(LENGTH)) {
          double length =
              Math.max(0.1, Double.parseDouble(line.substring(LENGTH.length()).split(",", 2)[0]));
          long size = 8 * Files.size(playlist.resolveSibling(lines.next()));
          peak = Math.max(peak, size / length);
          seconds += length;
          bits += size;
        }
      }
      return new Rates((long) Math.ceil(peak), (long) Math.ceil(bits / Math.max(0.1, seconds)));
    }
  }
}
