package app.tiktoktoe.media.blocklist;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a video looks like, whatever its encoding and size: 64 bits for each of its pictures, one
 * every two seconds. The bits of two pictures that look alike differ little. Pictures without
 * detail, such as black ones, have none. Immutable.
 *
 * <p>The bits of a picture are the signs, about their median, of the lowest 63 frequencies of its
 * cosine transform at 32 by 32 grey pixels; the mean is left out, so that brightness does not
 * count.
 *
 * @param pictures in the order of the video, at most {@link #MAX_PICTURES}
 */
public record PerceptualHash(List<Long> pictures) {
  /** Sides of the grey pictures that are hashed. */
  public static final int SIDE = 32;

  /** More than a video of 3 minutes has. */
  public static final int MAX_PICTURES = 128;

  /** A video that looks like nothing. */
  public static final PerceptualHash NONE = new PerceptualHash(List.of());

  /** Bits in which two pictures may differ and still look alike. */
  static final int MAX_DISTANCE = 10;

  private static final double SHARE = 0.8;
  private static final int DIGITS = 16;

  /** Copies; refuses too many pictures. */
  public PerceptualHash {
    pictures = List.copyOf(pictures);
    if (pictures.size() > MAX_PICTURES) {
      throw new IllegalArgumentException(pictures.size() + " pictures");
    }
  }

  /**
   * Hashes pictures.
   *
   * @param grey one after the other, a byte per pixel; what is left over is ignored
   */
  public static PerceptualHash of(byte[] grey) {
    List<Long> pictures = new ArrayList<>();
    int size = SIDE * SIDE;
    for (int at = 0; at + size <= grey.length && pictures.size() < MAX_PICTURES; at += size) {
      GreyPicture picture = new GreyPicture(grey, at);
      if (picture.hasDetail()) {
        pictures.add(picture.bits());
      }
    }
    return new PerceptualHash(pictures);
  }

  /**
   * Whether {@code other} shows at least four fifths of what this one shows, whatever it shows
   * besides; never for a video that looks like nothing.
   */
  public boolean isShownBy(PerceptualHash other) {
    long shown = pictures.stream().filter(other::shows).count();
    return shown > 0 && shown >= SHARE * pictures.size();
  }

  private boolean shows(long picture) {
    return pictures.stream().anyMatch(own -> Long.bitCount(own ^ picture) <= MAX_DISTANCE);
  }

  /** 16 hexadecimal digits for each picture. */
  public String text() {
    HexFormat hex = HexFormat.of();
    return pictures.stream().map(hex::toHexDigits).collect(Collectors.joining());
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static PerceptualHash parse(String text) {
    if (text.length() % DIGITS != 0) {
      throw new IllegalArgumentException("not a perceptual hash");
    }
    List<Long> pictures = new ArrayList<>();
    for (int at = 0; at < text.length(); at += DIGITS) {
      pictures.add(HexFormat.fromHexDigitsToLong(text, at, at + DIGITS));
    }
    return new PerceptualHash(pictures);
  }
}
