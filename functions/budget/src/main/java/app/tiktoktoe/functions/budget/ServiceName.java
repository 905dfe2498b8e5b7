package app.tiktoktoe.functions.budget;

import java.util.regex.Pattern;

/** {@code projects/P/locations/L/services/S}. */
record ServiceName(String value) {
  private static final Pattern FORM =
      Pattern.compile("projects/[a-z0-9:.-]+/locations/[a-z0-9-]+/services/[a-z0-9-]+");

  /** Takes nothing but the form. */
  ServiceName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a Cloud Run service: " + value);
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when {@code text} has another form
   */
  static ServiceName parse(String text) {
    return new ServiceName(text.strip());
  }

  @Override
  public String toString() {
    return value;
  }
}
