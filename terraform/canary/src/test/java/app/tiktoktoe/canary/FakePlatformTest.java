package app.tiktoktoe.canary;

/** The fake keeps the contract that the tests of the roll rely on. */
class FakePlatformTest extends TrafficContract {
  @Override
  Traffic traffic() {
    return platform;
  }
}
