package app.tiktoktoe.media.blocklist;

import java.util.Arrays;

/** A picture of {@link PerceptualHash#SIDE} squared grey pixels. Immutable. */
final class GreyPicture {
  private static final int SIDE = PerceptualHash.SIDE;
  private static final int LOW = 8;
  private static final double MIN_DEVIATION = 4;
  private static final double[][] COSINES = cosines();

  private final double[] pixels = new double[SIDE * SIDE];

  GreyPicture(byte[] grey, int offset) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = grey[offset + i] & 0xff;
    }
  }

  private static double[][] cosines() {
    double[][] table = new double[LOW][SIDE];
    for (int frequency = 0; frequency < LOW; frequency++) {
      for (int x = 0; x < SIDE; x++) {
        table[frequency][x] = Math.cos(Math.PI * frequency * (2 * x + 1) / (2 * SIDE));
      }
    }
    return table;
  }

  /** Whether the pixels differ by more than noise. */
  boolean hasDetail() {
    double mean = Arrays.stream(pixels).average().orElse(0);
    double variance = Arrays.stream(pixels).map(p -> (p - mean) * (p - mean)).average().orElse(0);
    return Math.sqrt(variance) >= MIN_DEVIATION;
  }

  /** A bit for each low frequency that is above their median; that of the mean is always 0. */
  long bits() {
    double[] strengths = new double[LOW * LOW];
    for (int v = 0; v < LOW; v++) {
      for (int u = 0; u < LOW; u++) {
        strengths[v * LOW + u] = strength(u, v);
      }
    }
    double[] sorted = Arrays.copyOfRange(strengths, 1, strengths.length);
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    long bits = 0;
    for (int i = 1; i < strengths.length; i++) {
      bits |= strengths[i] > median ? 1L << i : 0;
    }
    return bits;
  }

  private double strength(int u, int v) {
    double sum = 0;
    for (int y = 0; y < SIDE; y++) {
      double row = 0;
      for (int x = 0; x < SIDE; x++) {
        row += pixels[y * SIDE + x] * COSINES[u][x];
      }
      sum += row * COSINES[v][y];
    }
    return sum;
  }
}
