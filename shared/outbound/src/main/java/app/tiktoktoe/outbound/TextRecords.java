package app.tiktoktoe.outbound;

import java.util.List;

/** Finds TXT records in the domain name system. Implementations are thread-safe. */
@FunctionalInterface
public interface TextRecords {
  /** The texts at {@code name}; none also when nobody answers in time. */
  List<String> find(String name);
}
