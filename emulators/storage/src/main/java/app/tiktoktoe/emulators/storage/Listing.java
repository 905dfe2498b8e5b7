package app.tiktoktoe.emulators.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list request asks for.
 *
 * @param delimiter empty for none
 * @param startOffset the first name of interest
 * @param endOffset the first name of no interest any more, null for none
 * @param after the last name or common prefix of the page before, empty on the first
 */
record Listing(
    String prefix,
    String delimiter,
    boolean includeTrailingDelimiter,
    String startOffset,
    @Nullable String endOffset,
    String after,
    int maxResults) {
  private static final int MOST = 1000;
  private static final List<String> UNSUPPORTED =
      List.of("versions", "matchGlob", "softDeleted", "includeFoldersAsPrefixes", "filter");

  /** One page; the names of {@code items} and {@code prefixes} do not overlap. */
  record Page(List<StoredObject> items, List<String> prefixes, @Nullable String nextPageToken) {}

  static Listing of(Query query) {
    for (String parameter : UNSUPPORTED) {
      String value = query.get(parameter);
      if (value != null && !value.equals("false")) {
        throw RefusedException.unsupported("the parameter " + parameter);
      }
    }
    Long most = query.number("maxResults");
    if (most != null && most < 0) {
      throw RefusedException.invalid("Invalid value for maxResults: " + most);
    }
    return new Listing(
        orEmpty(query.get("prefix")),
        orEmpty(query.get("delimiter")),
        "true".equals(query.get("includeTrailingDelimiter")),
        orEmpty(query.get("startOffset")),
        query.get("endOffset"),
        decodeToken(orEmpty(query.get("pageToken"))),
        most == null || most == 0 ? MOST : (int) Math.min(most, MOST));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String decodeToken(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid("Invalid value for pageToken: " + token);
    }
  }

  Page read(NameTree names) throws IOException {
    Collector collector = new Collector();
    names.walk(collector);
    String token =
        collector.more
            ? Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(collector.last.getBytes(StandardCharsets.UTF_8))
            : null;
    return new Page(collector.items, collector.prefixes, token);
  }

  /** The common prefix that stands for this name, null when the name stands for itself. */
  private @Nullable String commonPrefix(String name) {
    int at = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
    return at < 0 ? null : name.substring(0, at + delimiter.length());
  }

  private boolean isPast(String name) {
    return endOffset != null && NameTree.compareUtf8(name, endOffset) >= 0;
  }

  private final class Collector implements NameTree.Visitor {
    private final List<StoredObject> items = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private String last = after;
    private boolean more;

    @Override
    public boolean enters(String directory) {
      if (directory.length() <= prefix.length()) {
        return prefix.startsWith(directory);
      }
      return directory.startsWith(prefix) && !isShown(directory) && isAtOrAfter(directory);
    }

    private boolean isAtOrAfter(String directory) {
      return isReached(directory, startOffset) && isReached(directory, after);
    }

    /** Whether the directory may hold names that are not before the given one. */
    private boolean isReached(String directory, String name) {
      return name.startsWith(directory) || NameTree.compareUtf8(directory, name) >= 0;
    }

    private boolean isShown(String name) {
      String common = commonPrefix(name);
      return common != null && common.equals(last) && !includeTrailingDelimiter;
    }

    @Override
    public boolean visit(String name, Path file) throws IOException {
      if (isPast(name)) {
        return false;
      }
      if (!name.startsWith(prefix) || NameTree.compareUtf8(name, startOffset) < 0) {
        return true;
      }
      String common = commonPrefix(name);
      boolean before = common == null && NameTree.compareUtf8(name, after) <= 0;
      if (before || (common != null && isCommonBefore(common, name))) {
        return true;
      }
      if (items.size() + prefixes.size() >= maxResults) {
        more = true;
        return false;
      }
      return take(name, common, file);
    }

    private boolean isCommonBefore(String common, String name) {
      boolean alsoAnItem = includeTrailingDelimiter && common.equals(name);
      return alsoAnItem
          ? NameTree.compareUtf8(name, after) <= 0
          : NameTree.compareUtf8(common, last) <= 0;
    }

    private boolean take(String name, @Nullable String common, Path file) throws IOException {
      if (common != null) {
        prefixes.add(common);
        last = common;
        if (!includeTrailingDelimiter || !common.equals(name)) {
          return true;
        }
      }
      try {
        items.add(ObjectStore.read(file));
        last = name;
      } catch (NoSuchFileException e) {
        // Deleted since the directory was read.
        return true;
      }
      return true;
    }
  }
}
