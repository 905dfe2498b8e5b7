package app.tiktoktoe.emulators.storage;

import java.io.IOException;

/** Which API a request is for. */
final class Routes {
  private final JsonApi json;
  private final Batch batch;
  private final XmlApi xml;

  Routes(JsonApi json, Batch batch, XmlApi xml) {
    this.json = json;
    this.batch = batch;
    this.xml = xml;
  }

  Response answer(Request request) throws IOException {
    String path = request.rawPath();
    if (path.equals("/batch/storage/v1")) {
      return batch.answer(request);
    }
    if (path.startsWith("/storage/v1/")
        || path.startsWith("/download/storage/v1/")
        || path.startsWith("/upload/storage/v1/")) {
      return json.answerBrowser(request);
    }
    return xml.answer(request);
  }
}
