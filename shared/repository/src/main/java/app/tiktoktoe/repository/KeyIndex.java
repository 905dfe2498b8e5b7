package app.tiktoktoe.repository;

/**
 * The keys of a repository as its head has them: all of them while they are few, later those only
 * that divide the others into segments.
 */
sealed interface KeyIndex permits KeyList, Spine {
  /** Roughly how much memory it takes, in records. */
  int size();
}
