package app.tiktoktoe.media;

import app.tiktoktoe.atproto.syntax.Did;
import java.util.Optional;

/** An original in the bucket of uploads: {@code {did}/{jobId}}. */
public record UploadObject(Did did, JobId jobId) {

  /** The object's name. */
  public String name() {
    return did + "/" + jobId;
  }

  /** Reads a name; empty when it is not that of an original. */
  public static Optional<UploadObject> find(String name) {
    int slash = name.lastIndexOf('/');
    if (slash < 0 || !Did.isValid(name.substring(0, slash))) {
      return Optional.empty();
    }
    return JobId.find(name.substring(slash + 1))
        .map(jobId -> new UploadObject(Did.parse(name.substring(0, slash)), jobId));
  }
}
