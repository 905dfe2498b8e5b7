package app.tiktoktoe.catalogue;

import java.util.ArrayList;
import java.util.List;

/** The catalogue has faults; {@link #faults()} holds all of them, each naming its entry. */
public final class InvalidCatalogueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> faults;

  InvalidCatalogueException(List<String> faults) {
    super("catalogue: " + String.join("; ", faults));
    this.faults = new ArrayList<>(faults);
  }

  /**
   * One line for each fault, for example {@code functions.feed.memory_mb: 100 is not in
   * 128..32768}.
   */
  public List<String> faults() {
    return List.copyOf(faults);
  }
}
