package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.xrpc.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a form or a query. A field that is given twice is refused where one is wanted.
 *
 * @param fields decoded, in their order
 */
record Form(Map<String, List<String>> fields) {
  private static final int MAX_BYTES = 32 * 1024;
  private static final int MAX_FIELDS = 200;
  private static final String TYPE = "application/x-www-form-urlencoded";

  /**
   * The body of a call.
   *
   * @throws OAuthFault for another media type, or a body that is too long
   */
  static Form body(Call call) {
    if (!call.contentType().orElse("").equalsIgnoreCase(TYPE)) {
      throw OAuthFault.request("The body must be " + TYPE);
    }
    try (InputStream in = call.body()) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw OAuthFault.request("The body is longer than " + MAX_BYTES + " bytes");
      }
      return parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The query of a call. */
  static Form query(Call call) {
    return parse(call.http().getQuery().orElse(""));
  }

  static Form parse(String text) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    String[] pairs = text.split("&", MAX_FIELDS + 1);
    if (pairs.length > MAX_FIELDS) {
      throw OAuthFault.request("More than " + MAX_FIELDS + " fields");
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields
            .computeIfAbsent(decode(pair.substring(0, equals)), key -> new ArrayList<>())
            .add(decode(pair.substring(equals + 1)));
      }
    }
    return new Form(fields);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw OAuthFault.request("The fields are not percent-encoded");
    }
  }

  Optional<String> find(String name) {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw OAuthFault.request(name + " is given more than once");
    }
    return values.stream().findFirst().filter(value -> !value.isEmpty());
  }

  String text(String name) {
    return find(name).orElseThrow(() -> OAuthFault.request(name + " is missing"));
  }

  List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }
}
