package app.tiktoktoe.functions.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes another matrix into the first track of an MP4, as a telephone that is held so does. */
final class TurnedClip {
  private static final int ONE = 0x10000;

  private TurnedClip() {}

  static byte[] of(byte[] clip, int degrees) {
    byte[] turned = clip.clone();
    int header = new String(clip, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    ByteBuffer matrix = ByteBuffer.wrap(turned).position(header + 4 + 40).slice();
    int cos = (int) Math.round(Math.cos(Math.toRadians(degrees))) * ONE;
    int sin = (int) Math.round(Math.sin(Math.toRadians(degrees))) * ONE;
    matrix.putInt(0, cos).putInt(4, sin).putInt(12, -sin).putInt(16, cos);
    return turned;
  }
}
