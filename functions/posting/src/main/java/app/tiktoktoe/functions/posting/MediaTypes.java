package app.tiktoktoe.functions.posting;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Tells the media types of files by their first bytes, as the official server tells them: one that
 * shows in the bytes corrects what the client says, else the client is believed. Stateless.
 */
final class MediaTypes {
  /** How many first bytes tell. */
  static final int SNIFFED_BYTES = 64;

  private record Signature(int offset, String bytes, String type) {}

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature(0, "\u0089PNG\r\n\u001a\n", "image/png"),
          new Signature(0, "\u00ff\u00d8\u00ff", "image/jpeg"),
          new Signature(0, "GIF87a", "image/gif"),
          new Signature(0, "GIF89a", "image/gif"),
          new Signature(0, "BM", "image/bmp"),
          new Signature(0, "II*\0", "image/tiff"),
          new Signature(0, "MM\0*", "image/tiff"),
          new Signature(0, "\u00ff\n", "image/jxl"),
          new Signature(0, "\0\0\0\fJXL \r\n\u0087\n", "image/jxl"),
          new Signature(0, "%PDF", "application/pdf"),
          new Signature(0, "\u001f\u008b\b", "application/gzip"),
          new Signature(30, "mimetypeapplication/epub+zip", "application/epub+zip"),
          new Signature(0, "PK\3\4", "application/zip"),
          new Signature(0, "PK\5\6", "application/zip"),
          new Signature(0, "PK\7\b", "application/zip"),
          new Signature(0, "<?xml ", "application/xml"));

  private static final List<Signature> BRANDS =
      List.of(
          new Signature(8, "avif", "image/avif"),
          new Signature(8, "avis", "image/avif"),
          new Signature(8, "heic", "image/heic"),
          new Signature(8, "heix", "image/heic"),
          new Signature(8, "hevc", "image/heic-sequence"),
          new Signature(8, "hevx", "image/heic-sequence"),
          new Signature(8, "mif1", "image/heif"),
          new Signature(8, "msf1", "image/heif-sequence"),
          new Signature(8, "qt  ", "video/quicktime"),
          new Signature(8, "M4A ", "audio/x-m4a"),
          new Signature(8, "M4V", "video/x-m4v"),
          new Signature(8, "3g2", "video/3gpp2"),
          new Signature(8, "3g", "video/3gpp"),
          new Signature(8, "", "video/mp4"));

  private MediaTypes() {}

  /** The type that {@code first} shows, if it shows one that this knows. */
  static Optional<String> sniff(byte[] first) {
    String text = new String(first, StandardCharsets.ISO_8859_1);
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of("image/webp");
    }
    if (text.startsWith("\u001aE\u00df\u00a3")) {
      return matroska(text);
    }
    return of(text.startsWith("ftyp", 4) ? BRANDS : SIGNATURES, text);
  }

  private static Optional<String> of(List<Signature> signatures, String text) {
    return signatures.stream()
        .filter(signature -> text.startsWith(signature.bytes(), signature.offset()))
        .map(Signature::type)
        .findFirst();
  }

  private static Optional<String> matroska(String text) {
    if (text.contains("webm")) {
      return Optional.of("video/webm");
    }
    return text.contains("matroska") ? Optional.of("video/x-matroska") : Optional.empty();
  }
}
