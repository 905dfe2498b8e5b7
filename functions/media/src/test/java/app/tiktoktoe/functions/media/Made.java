package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the transcoder makes of a clip.
 *
 * @param progress every percentage that it reported
 */
record Made(SourceVideo source, Transcoder.Output output, List<Integer> progress) {
  /** Makes it in a new folder below {@code folder}. */
  static Made of(Path folder, byte[] clip) throws Exception {
    Path work = Files.createTempDirectory(folder, "work");
    Path original = Files.write(work.resolve("original"), clip);
    Ffmpeg ffmpeg = Clips.ffmpeg();
    SourceVideo source = new Probe(ffmpeg).inspect(original, work);
    List<Integer> progress = new ArrayList<>();
    Path made = Files.createDirectory(work.resolve("made"));
    return new Made(
        source, new Transcoder(ffmpeg).transcode(original, source, made, progress::add), progress);
  }

  Path served(String name) {
    return output.folder().resolve(name);
  }

  List<String> lines(String name) throws Exception {
    return Files.readAllLines(served(name));
  }

  /** The variants' playlists, in the order of the master. */
  List<String> variants() throws Exception {
    return lines("playlist.m3u8").stream().filter(line -> !line.startsWith("#")).toList();
  }

  /** The names in a variant's playlist: its beginning, then its segments. */
  List<String> parts(String variant) throws Exception {
    String folder = variant.substring(0, variant.indexOf('/') + 1);
    List<String> parts = new ArrayList<>();
    for (String line : lines(variant)) {
      if (line.startsWith("#EXT-X-MAP")) {
        parts.add(folder + line.split("\"", -1)[1]);
      } else if (!line.startsWith("#")) {
        parts.add(folder + line);
      }
    }
    return parts;
  }

  /** A file of these parts, one after the other, as a player reads them. */
  Path joined(List<String> parts) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String part : parts) {
      all.write(Files.readAllBytes(served(part)));
    }
    Path folder = output.video().getParent();
    return Files.write(Files.createTempFile(folder, "joined", ".mp4"), all.toByteArray());
  }

  Path joined(String variant) throws Exception {
    return joined(parts(variant));
  }

  /** The MP4 and all that is served. */
  List<Path> files() throws Exception {
    try (Stream<Path> served = Files.walk(output.folder())) {
      List<Path> files = new ArrayList<>(served.filter(Files::isRegularFile).toList());
      files.add(output.video());
      return files;
    }
  }

  /** Decodes the MP4, each variant and each picture; returns how many frames a variant has. */
  int frames() throws Exception {
    int frames = Clips.frames(output.video());
    for (String variant : variants()) {
      assertEquals(frames, Clips.frames(joined(variant)), variant);
    }
    for (String still : List.of("thumbnail.jpg", "sprite.jpg")) {
      assertEquals(1, Clips.frames(served(still)), still);
    }
    return frames;
  }
}
