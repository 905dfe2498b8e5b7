package app.tiktoktoe.views;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a list.
 *
 * @param next where the next page starts; null when there is none
 */
public record Page<T>(List<T> items, @Nullable Cursor next) {
  /** Copies the items. */
  public Page {
    items = List.copyOf(items);
  }
}
