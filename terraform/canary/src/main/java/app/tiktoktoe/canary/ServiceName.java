package app.tiktoktoe.canary;

import java.util.regex.Pattern;

/** A Cloud Run service in one region. */
record ServiceName(String project, String region, String service) {
  private static final Pattern PART = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  ServiceName {
    require("project", project);
    require("region", region);
    require("service", service);
  }

  /** The resource name of Cloud Run's Admin API. */
  String path() {
    return "projects/" + project + "/locations/" + region + "/services/" + service;
  }

  private static void require(String what, String value) {
    if (!PART.matcher(value).matches()) {
      throw new IllegalArgumentException("not the name of a " + what + ": " + value);
    }
  }

  @Override
  public String toString() {
    return service + " (" + region + ")";
  }
}
