package app.tiktoktoe.functions.posting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers are those of the official server, {@code @atproto/pds} 0.4.217. */
class MediaTypesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%89PNG%0d%0a%1a%0a%00%00%00%0dIHDR   | image/png",
        "%ff%d8%ff                            | image/jpeg",
        "GIF89a%01%00                         | image/gif",
        "RIFF%1a%00%00%00WEBPVP8L             | image/webp",
        "%00%00%00%1cftypavif%00%00%00%00avif | image/avif",
        "%00%00%00%18ftypheic%00%00%00%00mif1 | image/heic",
        "%00%00%00%18ftypmif1%00%00%00%00mif1 | image/heif",
        "%00%00%00%18ftypisom%00%00%02%00isom | video/mp4",
        "%00%00%00%18ftypM4A %00%00%02%00isom | audio/x-m4a",
        "%00%00%00%14ftypqt  %00%00%02%00qt   | video/quicktime",
        "%00%00%00%14ftyp3gp5%00%00%02%003gp5 | video/3gpp",
        "%1aE%df%a3%9fB%86%81%01B%82%84webm   | video/webm",
        "%1f%8b%08%00                         | application/gzip",
        "PK%03%04%14%00                       | application/zip",
        "PK%05%06%00%00                       | application/zip",
        "PK%03%040000111122223333444455%00%08%00%00mimetypeapplication/epub+zip |"
            + " application/epub+zip",
        "PKware                               | ",
        "BM%00%00                             | image/bmp",
        "II*%00%08%00                         | image/tiff",
        "%ff%0a%00                            | image/jxl",
        "'<?xml version=\"1.0\"?><svg/>'      | application/xml",
        "WEBVTT%0a%0a00:01.000                | ",
        "<!doctype html><html>                | ",
        "<svg xmlns=                          | ",
        "some text is here                    | ",
        "''                                   | ",
      })
  void theFirstBytesDecide(String bytes, String type) {
    assertEquals(Optional.ofNullable(type), MediaTypes.sniff(decoded(bytes)));
  }

  private static byte[] decoded(String text) {
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        decoded.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        decoded.append(text.charAt(i));
      }
    }
    return decoded.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
