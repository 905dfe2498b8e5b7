package app.tiktoktoe.events;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A POST to an event function, and its answer. */
final class HttpDouble {
  int status = 200;

  HttpRequest post(String contentType, String body) {
    return new HttpRequest() {
      @Override
      public String getMethod() {
        return "POST";
      }

      @Override
      public String getUri() {
        return "http://localhost/";
      }

      @Override
      public String getPath() {
        return "/";
      }

      @Override
      public Optional<String> getQuery() {
        return Optional.empty();
      }

      @Override
      public Map<String, List<String>> getQueryParameters() {
        return Map.of();
      }

      @Override
      public Map<String, HttpPart> getParts() {
        return Map.of();
      }

      @Override
      public Optional<String> getContentType() {
        return Optional.of(contentType);
      }

      @Override
      public long getContentLength() {
        return body.length();
      }

      @Override
      public Optional<String> getCharacterEncoding() {
        return Optional.empty();
      }

      @Override
      public InputStream getInputStream() {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
      }

      @Override
      public Map<String, List<String>> getHeaders() {
        return Map.of();
      }
    };
  }

  HttpResponse response() {
    return new HttpResponse() {
      private final ByteArrayOutputStream out = new ByteArrayOutputStream();

      @Override
      public void setStatusCode(int code) {
        status = code;
      }

      @Override
      public void setStatusCode(int code, String message) {
        status = code;
      }

      @Override
      public void setContentType(String contentType) {}

      @Override
      public Optional<String> getContentType() {
        return Optional.empty();
      }

      @Override
      public void appendHeader(String header, String value) {}

      @Override
      public Map<String, List<String>> getHeaders() {
        return Map.of();
      }

      @Override
      public OutputStream getOutputStream() {
        return out;
      }

      @Override
      public BufferedWriter getWriter() {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
      }
    };
  }
}
