package app.tiktoktoe.bench;

/** How a function is deployed. */
enum Packaging {
  /** The buildpack's command line with its default flags. */
  SOURCE("source"),
  /** Our image with its cache, as it is started in the cloud. */
  IMAGE("image, AOT cache");

  private final String title;

  Packaging(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
