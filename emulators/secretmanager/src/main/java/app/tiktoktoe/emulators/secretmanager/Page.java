package app.tiktoktoe.emulators.secretmanager;

import io.grpc.Status;
import java.util.List;
import java.util.regex.Pattern;

/** Part of a list, and the token of the next part: empty after the last. */
record Page<T>(List<T> items, String nextToken) {
  private static final int LARGEST = 25_000;
  private static final Pattern TOKEN = Pattern.compile("[0-9]{1,9}");

  static <T> Page<T> of(List<T> all, int size, String token) {
    int from = Math.min(offset(token), all.size());
    int to = Math.min(from + (size <= 0 ? LARGEST : Math.min(size, LARGEST)), all.size());
    return new Page<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : "");
  }

  private static int offset(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    if (!TOKEN.matcher(token).matches()) {
      throw Status.INVALID_ARGUMENT
          .withDescription("page_token is not one of ours: " + token)
          .asRuntimeException();
    }
    return Integer.parseInt(token);
  }
}
