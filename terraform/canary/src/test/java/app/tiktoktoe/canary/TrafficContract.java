package app.tiktoktoe.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Traffic} does. */
abstract class TrafficContract {
  private static final ServiceName FEED = FakePlatform.name("feed");
  private static final Revision FIRST = FakePlatform.revision("feed", 1);
  private static final Revision SECOND = FakePlatform.revision("feed", 2);

  final FakePlatform platform = new FakePlatform();

  /** The implementation, over {@link #platform}. */
  abstract Traffic traffic() throws Exception;

  @Test
  void readsAService() throws Exception {
    platform.serving("feed", 0).deploy("feed", Behaviour.GOOD);
    ServiceState state = traffic().read(FEED);
    assertEquals(List.of(TrafficTarget.of(FIRST, 100)), state.traffic());
    assertEquals(SECOND, state.created());
    assertEquals(SECOND, state.ready());
    assertEquals(URI.create("https://feed.test"), state.address());
    platform.deployBroken("feed");
    ServiceState broken = traffic().read(FEED);
    assertEquals("feed-00003", broken.created().name());
    assertEquals(SECOND, broken.ready());
    assertEquals("the container did not listen", broken.problem());
  }

  @Test
  void changesAServiceAndTellsTheNewAddress() throws Exception {
    platform.serving("feed", 0).deploy("feed", Behaviour.GOOD);
    ServiceState state = traffic().change(FEED, split -> split.trying(SECOND, 25));
    List<TrafficTarget> wanted =
        List.of(TrafficTarget.of(FIRST, 75, "stable"), TrafficTarget.of(SECOND, 25, "canary"));
    assertEquals(wanted, state.traffic());
    assertEquals(wanted, platform.traffic("feed"));
    assertEquals(URI.create("https://canary---feed.test"), state.addresses().get("canary"));
    traffic().change(FEED, Split::promoted);
    assertEquals(
        List.of(TrafficTarget.of(SECOND, 100), TrafficTarget.of(FIRST, 0, "previous")),
        platform.traffic("feed"));
  }

  @Test
  void writesNothingWhenNothingChanges() throws Exception {
    platform.serving("feed", 0);
    traffic().change(FEED, split -> split);
    assertEquals(List.of(), platform.writes);
  }

  @Test
  void tiesWhateverIsTheLatestToItsRevision() throws Exception {
    platform.serving("feed", 0).withTraffic("feed", TrafficTarget.latest(100));
    traffic().change(FEED, split -> split);
    assertEquals(List.of(TrafficTarget.of(FIRST, 100)), platform.traffic("feed"));
  }

  @Test
  void keepsTagsOfOthers() throws Exception {
    TrafficTarget foreign = TrafficTarget.of(FIRST, 0, "audit");
    platform
        .serving("feed", 0)
        .deploy("feed", Behaviour.GOOD)
        .withTraffic("feed", TrafficTarget.of(FIRST, 100), foreign);
    traffic().change(FEED, split -> split.trying(SECOND, 5));
    assertEquals(foreign, platform.traffic("feed").getLast());
  }

  @Test
  void refusesWhatWasSplitByHandAndWhatIsNotThere() throws Exception {
    platform
        .serving("feed", 0)
        .deploy("feed", Behaviour.GOOD)
        .withTraffic("feed", TrafficTarget.of(FIRST, 60), TrafficTarget.of(SECOND, 40));
    Traffic traffic = traffic();
    assertFalse(traffic.read(FEED).split().isPresent());
    assertThrows(UnsettledTrafficException.class, () -> traffic.change(FEED, split -> split));
    ServiceName nowhere = FakePlatform.name("nowhere");
    assertThrows(MissingServiceException.class, () -> traffic.read(nowhere));
    assertEquals(Optional.empty(), platform.writes.stream().findAny());
  }
}
