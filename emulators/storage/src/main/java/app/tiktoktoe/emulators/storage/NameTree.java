package app.tiktoktoe.emulators.storage;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Object names as a tree of directories, so that a listing reads only what it shows.
 *
 * <p>{@code a/b} is the file {@code b=} in the directory {@code a+}. Bytes other than {@code
 * [a-z0-9_.-]} are written {@code %xx}, upper case as {@code ^x} (some file systems ignore case),
 * and a long part continues in directories that end with {@code ~}. Every file name thus ends with
 * a character that no encoded name contains: {@code ..} and empty parts are ordinary names.
 */
final class NameTree {
  private static final int PIECE_CHARS = 200;
  private static final int RACES = 1000;

  private final Path root;

  NameTree(Path root) {
    this.root = root;
  }

  /** What a walk shows, in the order of the names' UTF-8. */
  interface Visitor {
    /** Whether names that begin with this prefix (ending in a slash) are of interest. */
    boolean enters(String prefix);

    /** Returns false to end the walk. */
    boolean visit(String name, Path file) throws IOException;
  }

  Path file(String name) {
    Path path = root;
    String[] parts = name.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      StringBuilder piece = new StringBuilder();
      for (int codePoint : parts[i].codePoints().toArray()) {
        String unit = encode(codePoint);
        if (piece.length() + unit.length() > PIECE_CHARS) {
          path = path.resolve(piece.append('~').toString());
          piece = new StringBuilder();
        }
        piece.append(unit);
      }
      path = path.resolve(piece.append(i == parts.length - 1 ? '=' : '+').toString());
    }
    return path;
  }

  /** Moves a complete file to its name in one step, replacing what was there. */
  void put(String name, Path complete) throws IOException {
    Path target = file(name);
    for (int race = 0; ; race++) {
      try {
        Files.createDirectories(target.getParent());
        Files.move(
            complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return;
      } catch (NoSuchFileException e) {
        // A neighbour's removal may take the empty directory away in between.
        if (race == RACES || !Files.exists(complete)) {
          throw e;
        }
      }
    }
  }

  void remove(String name) throws IOException {
    Path path = file(name);
    Files.delete(path);
    for (Path up = path.getParent(); up != null && !up.equals(root); up = up.getParent()) {
      try {
        Files.delete(up);
      } catch (DirectoryNotEmptyException e) {
        return;
      } catch (NoSuchFileException e) {
        // Another removal was faster; the parents may still be empty.
      }
    }
  }

  void walk(Visitor visitor) throws IOException {
    walk(root, "", visitor);
  }

  boolean isEmpty() throws IOException {
    boolean[] empty = {true};
    walk(
        new Visitor() {
          @Override
          public boolean enters(String prefix) {
            return true;
          }

          @Override
          public boolean visit(String name, Path file) {
            empty[0] = false;
            return false;
          }
        });
    return empty[0];
  }

  private boolean walk(Path directory, String prefix, Visitor visitor) throws IOException {
    List<Entry> entries = new ArrayList<>();
    collect(directory, prefix, entries);
    entries.sort((a, b) -> compareUtf8(a.name(), b.name()));
    for (Entry entry : entries) {
      if (entry.directory()) {
        if (visitor.enters(entry.name()) && !walk(entry.path(), entry.name(), visitor)) {
          return false;
        }
      } else if (!visitor.visit(entry.name(), entry.path())) {
        return false;
      }
    }
    return true;
  }

  private record Entry(String name, Path path, boolean directory) {}

  private static void collect(Path directory, String prefix, List<Entry> entries)
      throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        String file = child.getFileName().toString();
        String name = prefix + decode(file.substring(0, file.length() - 1));
        switch (file.charAt(file.length() - 1)) {
          case '=' -> entries.add(new Entry(name, child, false));
          case '+' -> entries.add(new Entry(name + "/", child, true));
          case '~' -> collect(child, name, entries);
          default -> throw new IOException("not written by the emulator: " + child);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Emptied and removed since its parent was read: it holds nothing.
      return;
    }
  }

  private static String encode(int codePoint) {
    if (codePoint >= 'A' && codePoint <= 'Z') {
      return "^" + (char) (codePoint + 32);
    }
    boolean plain =
        (codePoint >= 'a' && codePoint <= 'z')
            || (codePoint >= '0' && codePoint <= '9')
            || "_.-".indexOf(codePoint) >= 0;
    if (plain) {
      return Character.toString(codePoint);
    }
    return switch (codePoint) {
      case '*' -> "%2a";
      case ' ' -> "%20";
      default ->
          URLEncoder.encode(Character.toString(codePoint), StandardCharsets.UTF_8)
              .toLowerCase(Locale.ROOT);
    };
  }

  private static String decode(String encoded) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      escaped.append(c == '^' ? (char) (encoded.charAt(++i) - 32) : c);
    }
    return URLDecoder.decode(escaped.toString(), StandardCharsets.UTF_8);
  }

  /** Compares as the names' UTF-8 does: what needs surrogates comes after all else. */
  static int compareUtf8(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean high = Character.isSurrogate(x);
        return high == Character.isSurrogate(y) ? Character.compare(x, y) : high ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
