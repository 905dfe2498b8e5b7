package app.tiktoktoe.functions.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The command line that makes everything of a video in one process: each size is encoded once, the
 * sound once for all of them, and ffmpeg's {@code tee} writes what an encoder gives to the segments
 * and, for the largest, to the MP4 as well.
 *
 * @param original what is read
 * @param gainDb what makes the sound as loud as everybody's
 */
record LadderCommand(
    Path original,
    SourceVideo source,
    List<Rendition> renditions,
    FrameSheet sheet,
    double gainDb) {
  static final String VIDEO = "video.mp4";
  static final String SERVED = "served";
  static final String PLAYLIST = "video.m3u8";
  static final String INIT = "init.mp4";
  static final String POSTER = "thumbnail.jpg";
  static final String PREVIEW = "preview.webp";

  /** A small grey picture of every segment, one after the other. */
  static final String LOOKS = "looks.grey";

  static final int SEGMENT_S = 2;
  private static final int MAX_KEY_INTERVAL = 600;

  /** Copies the list. */
  LadderCommand {
    renditions = List.copyOf(renditions);
  }

  /**
   * The arguments, for a folder in which {@link #SERVED} and in it a folder for each rendition
   * exist. Progress is written to standard output.
   */
  List<String> arguments() {
    return Arguments.of(
        List.of("-loglevel", "error", "-nostats", "-progress", "pipe:1", "-vsync", "0"),
        Probe.input(source.container(), original),
        List.of("-filter_complex", graph()),
        maps(),
        video(),
        List.of("-c:a", "aac", "-b:a", Rendition.AUDIO_KBPS + "k"),
        nothingElse(),
        List.of("-f", "tee", tee()),
        still("[poster]", 3, POSTER),
        nothingBut("[preview]"),
        List.of("-c:v", "libwebp_anim", "-quality", "50", "-compression_level", "2"),
        List.of("-loop", "0", "-f", "webp", SERVED + "/" + PREVIEW),
        still("[sheet]", 5, FrameSheet.PICTURE),
        nothingBut("[looks]"),
        List.of("-f", "rawvideo", LOOKS));
  }

  private String graph() {
    String pictures = PictureFilters.graph(source, renditions, sheet);
    return source.hasAudio()
        ? pictures + ";[0:a:0]" + Loudness.filters(gainDb) + "[sound]"
        : pictures;
  }

  private List<String> maps() {
    List<String> maps = new ArrayList<>();
    for (Rendition rendition : renditions) {
      maps.addAll(List.of("-map", PictureFilters.label(rendition)));
    }
    if (source.hasAudio()) {
      maps.addAll(List.of("-map", "[sound]"));
    }
    return maps;
  }

  private static List<String> nothingElse() {
    return List.of("-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn");
  }

  private static List<String> nothingBut(String label) {
    return Arguments.of(List.of("-map", label), nothingElse());
  }

  private List<String> video() {
    List<String> arguments = new ArrayList<>(List.of("-c:v", "libx264", "-profile:v", "high"));
    arguments.addAll(List.of("-flags", "+global_header+bitexact", "-crf", "23"));
    arguments.addAll(List.of("-sc_threshold", "0", "-g", "" + MAX_KEY_INTERVAL));
    arguments.addAll(List.of("-force_key_frames", "expr:gte(t,n_forced*" + SEGMENT_S + ")"));
    arguments.addAll(List.of("-colorspace", "bt709", "-color_primaries", "bt709"));
    arguments.addAll(List.of("-color_trc", "bt709", "-color_range", "tv"));
    for (int i = 0; i < renditions.size(); i++) {
      Rendition rendition = renditions.get(i);
      arguments.addAll(List.of("-preset:v:" + i, rendition.preset()));
      arguments.addAll(List.of("-maxrate:v:" + i, rendition.maxKbps() + "k"));
      arguments.addAll(List.of("-bufsize:v:" + i, rendition.bufferKbits() + "k"));
    }
    return arguments;
  }

  private String tee() {
    List<String> outputs =
        new ArrayList<>(IntStream.range(0, renditions.size()).mapToObj(this::segments).toList());
    outputs.add(
        "[%s:f=mp4:fflags=+bitexact:movflags=+faststart]%s"
            .formatted(select(renditions.size() - 1), VIDEO));
    return String.join("|", outputs);
  }

  private String segments(int index) {
    String folder = SERVED + "/" + renditions.get(index).name() + "/";
    return "[%s:f=hls:fflags=+bitexact:hls_time=%d:hls_playlist_type=vod:hls_segment_type=fmp4"
            .formatted(select(index), SEGMENT_S)
        + ":hls_flags=independent_segments:hls_fmp4_init_filename=%s:hls_segment_filename=%s]%s"
            .formatted(INIT, folder + "%03d.m4s", folder + PLAYLIST);
  }

  private String select(int index) {
    return "select=\\'v:" + index + (source.hasAudio() ? ",a:0" : "") + "\\'";
  }

  /** Where several pictures come, the last one stays. */
  private static List<String> still(String label, int quality, String name) {
    return Arguments.of(
        nothingBut(label),
        List.of("-c:v", "mjpeg", "-flags", "+bitexact", "-q:v", "" + quality),
        List.of("-f", "image2", "-update", "1", SERVED + "/" + name));
  }
}
