package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.media.blocklist.PerceptualHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a video through what people do to it. */
class LooksTest {
  private static final String PIXELS = " -pix_fmt yuv420p ";
  private static final String SOURCE =
      "-f lavfi -i mandelbrot=s=160x120:r=10:start_scale=1:end_scale=0.05:end_pts=60 -t 5";

  @TempDir static Path folder;

  private static PerceptualHash looks(String name, String line) throws Exception {
    return Made.of(folder, Clips.make(folder, name, line + PIXELS)).output().looks();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-crf 38",
        "-vf scale=90:68",
        "-vf scale=320:240",
        "-vf scale=160:90",
        "-vf eq=brightness=0.08:contrast=0.85",
        "-vf eq=gamma=1.2:saturation=0",
        "-vf fps=5",
        "-vf boxblur=1",
        "-vf noise=alls=12:allf=t",
        "-vf drawbox=x=5:y=5:w=20:h=8:color=white:t=fill",
        "-vf crop=154:116",
        "-c:v mpeg4 -q:v 8"
      })
  void aVideoIsKnownAgain(String change) throws Exception {
    PerceptualHash original = looks("original.mp4", SOURCE);
    assertEquals(3, original.pictures().size());
    assertTrue(original.isShownBy(looks("changed.mp4", SOURCE + " " + change)));
  }

  @Test
  void othersAreNot() throws Exception {
    List<PerceptualHash> all = new ArrayList<>();
    for (String source :
        List.of(
            "mandelbrot=s=160x120:r=10",
            "mandelbrot=s=160x120:r=10:start_x=-0.1:start_y=-0.9:start_scale=0.3",
            "testsrc2=s=160x120:r=10",
            "testsrc=s=160x120:r=10",
            "smptehdbars=s=160x120:r=10",
            "life=s=320x240:mold=10:r=25:ratio=0.1:seed=7",
            "cellauto=s=160x120:r=10:seed=3")) {
      all.add(looks("other.mp4", "-f lavfi -i " + source + " -t 5"));
    }
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < all.size(); j++) {
        assertEquals(i == j, all.get(i).isShownBy(all.get(j)), i + " " + j);
      }
    }
  }

  @Test
  void blackLooksLikeNothing() throws Exception {
    PerceptualHash black = looks("black.mp4", "-f lavfi -i color=black:s=64x64:r=10 -t 3");
    assertEquals(PerceptualHash.NONE, black);
    assertFalse(looks("one.mp4", SOURCE).isShownBy(black));
  }
}
