package app.tiktoktoe.media.blocklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {
  private static final int SIDE = PerceptualHash.SIDE;

  /** Blots at random places: smooth, like what a camera sees. */
  private static byte[] picture(long seed) {
    Random random = new Random(seed);
    double[] sum = new double[SIDE * SIDE];
    for (int blot = 0; blot < 12; blot++) {
      double x0 = random.nextDouble(SIDE);
      double y0 = random.nextDouble(SIDE);
      double radius = 2 + random.nextDouble(8);
      double strength = random.nextDouble(-100, 100);
      for (int i = 0; i < sum.length; i++) {
        int y = i / SIDE;
        double distance = Math.hypot(i % SIDE - x0, y - y0) / radius;
        sum[i] += strength * Math.exp(-distance * distance);
      }
    }
    byte[] grey = new byte[sum.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) Math.clamp(Math.round(128 + sum[i]), 0, 255);
    }
    return grey;
  }

  private static byte[] changed(byte[] grey, DoubleUnaryOperator change) {
    byte[] result = new byte[grey.length];
    for (int i = 0; i < grey.length; i++) {
      result[i] = (byte) Math.clamp(Math.round(change.applyAsDouble(grey[i] & 0xff)), 0, 255);
    }
    return result;
  }

  private static PerceptualHash hash(byte[]... pictures) {
    byte[] all = new byte[pictures.length * SIDE * SIDE];
    for (int i = 0; i < pictures.length; i++) {
      System.arraycopy(pictures[i], 0, all, i * SIDE * SIDE, SIDE * SIDE);
    }
    return PerceptualHash.of(all);
  }

  @RepeatedTest(200)
  void aPictureIsKnownAgainAfterSlightChanges(RepetitionInfo repetition) {
    byte[] picture = picture(repetition.getCurrentRepetition());
    Random noise = new Random(repetition.getCurrentRepetition());
    PerceptualHash hash = hash(picture);
    assertTrue(hash.isShownBy(hash(changed(picture, grey -> grey * 0.8 + 10))));
    assertTrue(hash.isShownBy(hash(changed(picture, grey -> grey + noise.nextGaussian() * 6))));
    assertTrue(hash.isShownBy(hash(changed(picture, grey -> 255 * Math.pow(grey / 255, 0.9)))));
  }

  @Test
  void differentPicturesAreTold() {
    List<PerceptualHash> hashes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      hashes.add(hash(picture(1000 + i)));
    }
    for (int i = 0; i < hashes.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertFalse(hashes.get(i).isShownBy(hashes.get(j)), i + " " + j);
      }
    }
  }

  @Test
  void fourFifthsOfAVideoMakeItShown() {
    byte[][] five = {picture(1), picture(2), picture(3), picture(4), picture(5)};
    PerceptualHash video = hash(five);
    assertTrue(video.isShownBy(hash(picture(9), five[4], five[3], five[1], five[0], picture(8))));
    assertFalse(video.isShownBy(hash(five[0], five[1], five[2], picture(8), picture(9))));
    assertFalse(video.isShownBy(PerceptualHash.NONE));
  }

  @Test
  void picturesWithoutDetailLookLikeNothing() {
    byte[] black = new byte[SIDE * SIDE];
    byte[] noisy = changed(black, grey -> 17 + (grey + 1) % 3);
    assertEquals(PerceptualHash.NONE, hash(black, noisy));
    assertEquals(hash(picture(1)), hash(black, picture(1), black));
    assertFalse(PerceptualHash.NONE.isShownBy(hash(picture(1))));
    assertFalse(PerceptualHash.NONE.isShownBy(PerceptualHash.NONE));
  }

  @Test
  void itIsReadBackAndNothingElseIs() {
    PerceptualHash video = hash(picture(1), picture(2));
    assertEquals(32, video.text().length());
    assertEquals(video, PerceptualHash.parse(video.text()));
    assertEquals(PerceptualHash.NONE, PerceptualHash.parse(""));
    assertThrows(IllegalArgumentException.class, () -> PerceptualHash.parse("0123"));
    assertThrows(IllegalArgumentException.class, () -> PerceptualHash.parse("x".repeat(16)));
    byte[] tooLong = new byte[(PerceptualHash.MAX_PICTURES + 1) * SIDE * SIDE];
    new Random(1).nextBytes(tooLong);
    assertEquals(PerceptualHash.MAX_PICTURES, PerceptualHash.of(tooLong).pictures().size());
  }
}
