package app.tiktoktoe.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no account did:plc:ewvi7nxzyoun6zhxrhs64oiz here|no account <did> here",
        "documents/heads/did:web:localhost%3A4000_x not found|documents/heads/<did> not found",
        "at://did:plc:abc/app.bsky.feed.post/3k gone|<uri> gone",
        "bad address alice+x@example.com!|bad address <email>",
        "Handle alice.test is taken|Handle <name> is taken",
        "Handle Alice.Example.Com is taken|Handle <name> is taken",
        "handle (bob-1.example.co.uk)|handle (<name>)",
        "Bearer eyJhbGciOi.eyJzdWIi.sig- refused|<token> refused",
        "token eyJhbGciOi.eyJzdWIi.sig|token <token>",
        "secret MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj=|secret <key>",
        "client 203.0.113.9 and 2001:db8::7:1|client <address> and <address>",
        "java.net.ConnectException: no|java.net.ConnectException: no",
        "at app.tiktoktoe.xrpc.XrpcService.service|at app.tiktoktoe.xrpc.XrpcService.service",
        "UNAVAILABLE: io exception, retry in 1.5 s|UNAVAILABLE: io exception, retry in 1.5 s",
        "an entry without data|an entry without data"
      })
  void takesOutWhatTellsOfAPerson(String text, String clean) {
    assertEquals(clean, Redaction.of(text));
  }
}
