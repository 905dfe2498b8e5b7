package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the boxes of an MP4 or QuickTime file (ISO/IEC 14496-12) that say what it holds, within
 * limits on depth, size and number. Stateless.
 */
final class Mp4Reader {
  private static final int MAX_MOVIE_BYTES = 16 * 1024 * 1024;
  private static final int MAX_BOXES = 10_000;
  private static final int MAX_TRACKS = 16;
  private static final int HEADER_BYTES = 16;
  private static final int VISUAL_ENTRY_BYTES = 86;

  private int boxes;

  private Mp4Reader() {}

  /**
   * Reads a file.
   *
   * @throws RefusedVideoException when its boxes do not fit together, or the file ends too early
   */
  static Mp4Movie read(Path file) throws IOException, RefusedVideoException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return new Mp4Reader().movie(channel);
    }
  }

  private Mp4Movie movie(SeekableByteChannel channel) throws IOException, RefusedVideoException {
    @Nullable Mp4Movie movie = null;
    long position = 0;
    while (channel.size() - position >= 8) {
      ByteBuffer header = read(channel, position, HEADER_BYTES);
      String type = type(header, 4);
      long size = size(header, channel.size() - position);
      if (size > channel.size() - position) {
        throw RefusedVideoException.invalid("The file ends too early");
      }
      if (type.equals("moov") && movie == null) {
        if (size > MAX_MOVIE_BYTES) {
          throw broken("an index of " + size + " bytes");
        }
        ByteBuffer content = read(channel, position, (int) size);
        movie = movie(content.position(headerBytes(header)).slice());
      }
      position += size;
      count();
    }
    if (movie == null) {
      throw RefusedVideoException.invalid("The file has no index; it may be incomplete");
    }
    return movie;
  }

  private static ByteBuffer read(SeekableByteChannel channel, long position, int bytes)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(bytes, channel.size() - position));
    channel.position(position);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  /** The whole size of a box, header included; 0 stands for the rest. */
  private static long size(ByteBuffer header, long rest) throws RefusedVideoException {
    long size = Integer.toUnsignedLong(header.getInt(0));
    if (size == 0) {
      return rest;
    }
    if (size == 1) {
      if (header.limit() < HEADER_BYTES) {
        throw broken("a header that ends too early");
      }
      size = header.getLong(8);
    }
    if (size < headerBytes(header)) {
      throw broken("a box of " + size + " bytes");
    }
    return size;
  }

  private static int headerBytes(ByteBuffer header) {
    return header.getInt(0) == 1 ? HEADER_BYTES : HEADER_BYTES / 2;
  }

  private static String type(ByteBuffer buffer, int at) {
    byte[] type = new byte[4];
    buffer.get(at, type);
    return new String(type, StandardCharsets.ISO_8859_1);
  }

  private record Box(String type, ByteBuffer content) {}

  /** The boxes in {@code content}; what is shorter than a header at the end is padding. */
  private List<Box> children(ByteBuffer content) throws RefusedVideoException {
    List<Box> found = new ArrayList<>();
    int position = 0;
    while (content.limit() - position >= 8) {
      ByteBuffer rest = content.slice(position, content.limit() - position);
      long size = size(rest, rest.limit());
      if (size > rest.limit()) {
        throw broken("a box that is larger than the one around it");
      }
      int header = headerBytes(rest);
      found.add(new Box(type(rest, 4), rest.slice(header, (int) size - header)));
      position += (int) size;
      count();
    }
    return found;
  }

  private void count() throws RefusedVideoException {
    if (++boxes > MAX_BOXES) {
      throw broken("more than " + MAX_BOXES + " boxes");
    }
  }

  private Optional<ByteBuffer> find(ByteBuffer content, String... path)
      throws RefusedVideoException {
    Optional<ByteBuffer> found = Optional.of(content);
    for (String type : path) {
      if (found.isEmpty()) {
        return found;
      }
      found =
          children(found.get()).stream()
              .filter(box -> box.type().equals(type))
              .map(Box::content)
              .findFirst();
    }
    return found;
  }

  private Mp4Movie movie(ByteBuffer content) throws RefusedVideoException {
    List<Mp4Movie.Track> tracks = new ArrayList<>();
    for (Box box : children(content)) {
      if (box.type().equals("trak")) {
        tracks.add(track(box.content()));
      }
    }
    if (tracks.size() > MAX_TRACKS) {
      throw RefusedVideoException.invalid("The file has more than " + MAX_TRACKS + " tracks");
    }
    ByteBuffer header = find(content, "mvhd").orElseThrow(() -> broken("no movie header"));
    return new Mp4Movie(duration(header), tracks);
  }

  private static Duration duration(ByteBuffer header) throws RefusedVideoException {
    boolean large = header.limit() > 0 && header.get(0) == 1;
    need(header, large ? 32 : 20);
    long timescale = Integer.toUnsignedLong(header.getInt(large ? 20 : 12));
    long units = large ? header.getLong(24) : Integer.toUnsignedLong(header.getInt(16));
    boolean unknown = large ? units == -1 : units == 0xFFFFFFFFL;
    if (timescale == 0 || (units < 0 && !unknown)) {
      throw broken("a duration that is none");
    }
    return unknown ? Duration.ZERO : Duration.ofSeconds(units / timescale);
  }

  private Mp4Movie.Track track(ByteBuffer content) throws RefusedVideoException {
    ByteBuffer header = find(content, "tkhd").orElseThrow(() -> broken("no track header"));
    int rotation = rotation(header);
    ByteBuffer media = find(content, "mdia").orElseThrow(() -> broken("a track without media"));
    ByteBuffer handler = find(media, "hdlr").orElseThrow(() -> broken("no handler"));
    need(handler, 12);
    Optional<ByteBuffer> samples = find(media, "minf", "stbl", "stsd");
    String type = type(handler, 8);
    return type.equals("vide") && samples.isPresent()
        ? videoTrack(samples.get(), rotation)
        : new Mp4Movie.Track(type, 0, 0, 0, Optional.empty());
  }

  private Mp4Movie.Track videoTrack(ByteBuffer samples, int rotation) throws RefusedVideoException {
    need(samples, 8);
    List<Box> entries = children(samples.slice(8, samples.limit() - 8));
    if (entries.isEmpty()) {
      throw broken("a track without a description");
    }
    ByteBuffer entry = entries.getFirst().content();
    need(entry, VISUAL_ENTRY_BYTES - 8);
    int width = Short.toUnsignedInt(entry.getShort(24));
    int height = Short.toUnsignedInt(entry.getShort(26));
    int fixed = VISUAL_ENTRY_BYTES - 8;
    Optional<ByteBuffer> avc = find(entry.slice(fixed, entry.limit() - fixed), "avcC");
    return new Mp4Movie.Track("vide", width, height, rotation, avc.flatMap(Mp4Reader::codecs));
  }

  private static Optional<String> codecs(ByteBuffer avc) {
    if (avc.limit() < 4) {
      return Optional.empty();
    }
    byte[] profile = new byte[3];
    avc.get(1, profile);
    return Optional.of("avc1." + HexFormat.of().formatHex(profile));
  }

  /** Of the matrix {@code a b u c d v x y w} in 16.16, {@code a b} tells quarter turns apart. */
  private static int rotation(ByteBuffer header) throws RefusedVideoException {
    boolean large = header.limit() > 0 && header.get(0) == 1;
    int matrix = large ? 52 : 40;
    need(header, matrix + 36);
    int a = header.getInt(matrix);
    int b = header.getInt(matrix + 4);
    if (a == 0 && b != 0) {
      return b > 0 ? 90 : 270;
    }
    return a < 0 ? 180 : 0;
  }

  private static void need(ByteBuffer content, int bytes) throws RefusedVideoException {
    if (content.limit() < bytes) {
      throw broken("a box of " + content.limit() + " bytes that needs " + bytes);
    }
  }

  private static RefusedVideoException broken(String what) {
    return RefusedVideoException.invalid("The file's structure is broken: " + what);
  }
}
