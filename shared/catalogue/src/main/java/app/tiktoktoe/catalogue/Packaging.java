package app.tiktoktoe.catalogue;

/** How a function's classes reach the cloud; written in lower case in the catalogue. */
public enum Packaging {
  /** Its bundle, which the platform's buildpack makes into a container. */
  SOURCE,
  /**
   * Our own image, for what the buildpack cannot give: programs beside the JVM, a trained cache.
   */
  IMAGE
}
