package app.tiktoktoe.functions.media;

import app.tiktoktoe.functions.media.SourceVideo.Pixels;
import app.tiktoktoe.media.blocklist.PerceptualHash;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters between the decoder and the encoders: even intervals, square pixels, 8 bits of BT.709
 * in all sizes, each made from the next larger one; poster, preview, the sheet of small pictures
 * and those that a perceptual hash is made of from what is already small. Stateless.
 */
final class PictureFilters {
  private static final int POSTER_SIDE = 720;
  private static final int PREVIEW_SIDE = 180;
  private static final int PREVIEW_S = 3;
  private static final int PREVIEW_RATE = 10;
  private static final int HD_SIDE = 720;

  private static final String DISPLAY_P3 = "smpte432";

  private static final String BT709 =
      "setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";

  private PictureFilters() {}

  /** The label of a rendition's pictures. */
  static String label(Rendition rendition) {
    return "[v" + rendition.name() + "]";
  }

  /**
   * The graph; its other labels are {@code [poster]}, {@code [preview]}, {@code [sheet]} and {@code
   * [looks]}.
   */
  static String graph(SourceVideo source, List<Rendition> renditions, FrameSheet sheet) {
    List<String> chains = new ArrayList<>();
    Rendition top = renditions.getLast();
    String from =
        "[0:V:0]%sfps=%s:start_time=0,%s"
            .formatted(whole(source.pixels()), source.frameRate(), upright(source, top));
    for (int i = renditions.size() - 1; i >= 0; i--) {
      Rendition rendition = renditions.get(i);
      List<String> uses = new ArrayList<>(List.of(label(rendition)));
      if (rendition.equals(poster(renditions))) {
        uses.add("[forposter]");
      }
      if (i == 0) {
        uses.addAll(List.of("[forpreview]", "[forsheet]", "[forlooks]"));
      } else {
        uses.add("[from" + rendition.name() + "]");
      }
      chains.add(from + ",split=" + uses.size() + String.join("", uses));
      if (i > 0) {
        from = "[from" + rendition.name() + "]" + smaller(renditions.get(i - 1));
      }
    }
    chains.addAll(stills(source, renditions.getFirst(), sheet));
    return String.join(";", chains);
  }

  private static Rendition poster(List<Rendition> renditions) {
    return renditions.reversed().stream()
        .filter(rendition -> rendition.shortSide() <= POSTER_SIDE)
        .findFirst()
        .orElse(renditions.getFirst());
  }

  private static String smaller(Rendition rendition) {
    return "scale=%d:%d:flags=bicubic,setsar=1".formatted(rendition.width(), rendition.height());
  }

  /** One picture of each two fields, where the decoder says that there are fields. */
  private static String whole(Pixels pixels) {
    return pixels.interlaced() ? "bwdif=mode=send_frame:deint=interlaced," : "";
  }

  /** From whatever was recorded to 8 bits of BT.709 in the largest size. */
  private static String upright(SourceVideo source, Rendition top) {
    Pixels pixels = source.pixels();
    if (pixels.isHdr()) {
      return wide(pixels, pixels.transfer(), top)
          + ",zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,"
          + "tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p,"
          + BT709;
    }
    if (pixels.primaries().equals("bt2020") || pixels.primaries().equals(DISPLAY_P3)) {
      return wide(pixels, "bt709", top)
          + ",zscale=t=bt709:p=bt709:m=bt709:r=tv,format=yuv420p,"
          + BT709;
    }
    return "scale=%d:%d:flags=bicubic:in_color_matrix=%s:out_color_matrix=bt709:out_range=tv,"
            .formatted(top.width(), top.height(), matrix(source))
        + "format=yuv420p,"
        + BT709;
  }

  /** Made small first: what follows counts in floating point. zscale takes no odd sides. */
  private static String wide(Pixels pixels, String transfer, Rendition top) {
    return "crop=trunc(iw/2)*2:trunc(ih/2)*2,zscale=w=%d:h=%d:filter=bicubic:rin=%s"
            .formatted(top.width(), top.height(), pixels.fullRange() ? "pc" : "tv")
        + ":min=%s:pin=%s:tin=%s".formatted(wideMatrix(pixels), widePrimaries(pixels), transfer);
  }

  private static String widePrimaries(Pixels pixels) {
    return pixels.primaries().equals(DISPLAY_P3) ? DISPLAY_P3 : "bt2020";
  }

  /** Telephones write Display P3 with the matrix of BT.709 or of BT.601. */
  private static String wideMatrix(Pixels pixels) {
    boolean p3 = pixels.primaries().equals(DISPLAY_P3);
    return switch (pixels.matrix()) {
      case "bt709", "bt470bg", "smpte170m" -> p3 ? pixels.matrix() : "bt2020nc";
      case "bt2020nc", "bt2020c" -> "bt2020nc";
      default -> p3 ? "bt709" : "bt2020nc";
    };
  }

  /** As it is marked; unmarked video is taken for what players take it for. */
  private static String matrix(SourceVideo source) {
    return switch (source.pixels().matrix()) {
      case "bt709" -> "bt709";
      case "bt470bg", "smpte170m" -> "bt601";
      case "bt2020nc", "bt2020c" -> "bt2020";
      case "smpte240m" -> "smpte240m";
      case "fcc" -> "fcc";
      default -> Math.min(source.width(), source.height()) >= HD_SIDE ? "bt709" : "bt601";
    };
  }

  private static List<String> stills(SourceVideo source, Rendition smallest, FrameSheet sheet) {
    double rate = FrameRates.value(source.frameRate());
    double seconds = source.duration().toMillis() / 1000.0;
    long posterFrame = Math.round(Math.min(1, seconds / 2) * rate);
    long previewStep = Math.max(1, Math.round(rate / PREVIEW_RATE));
    FrameSheet.Size preview = FrameSheet.Size.of(smallest, PREVIEW_SIDE);
    long sheetStep = Math.max(1, Math.round(rate * sheet.intervalS()));
    return List.of(
        "[forposter]select=eq(n\\,0)+eq(n\\,%d),%s,format=yuvj420p[poster]"
            .formatted(posterFrame, still("iw", "ih", "pc")),
        "[forpreview]select=lt(n\\,%d)*not(mod(n\\,%d)),%s[preview]"
            .formatted(
                Math.round(PREVIEW_S * rate),
                previewStep,
                still("" + preview.width(), "" + preview.height(), "tv")),
        "[forsheet]select=not(mod(n\\,%d)),%s,format=yuvj420p,tile=%dx%d[sheet]"
            .formatted(
                sheetStep,
                still("" + sheet.width(), "" + sheet.height(), "pc"),
                sheet.columns(),
                sheet.rows()),
        "[forlooks]select=isnan(prev_selected_t)+gt(floor(t/%d)\\,floor(prev_selected_t/%<d)),"
                .formatted(LadderCommand.SEGMENT_S)
            + "scale=%d:%<d:flags=area,format=gray[looks]".formatted(PerceptualHash.SIDE));
  }

  /** Image formats are BT.601 by convention. */
  private static String still(String width, String height, String range) {
    return "scale=%s:%s:in_color_matrix=bt709:out_color_matrix=bt601:out_range=%s"
        .formatted(width, height, range);
  }
}
