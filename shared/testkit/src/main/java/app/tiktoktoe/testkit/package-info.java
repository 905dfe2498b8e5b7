/**
 * What tests of several modules share: emulators as JUnit extensions, a clock that is moved,
 * contract suites.
 */
@NullMarked
package app.tiktoktoe.testkit;

import org.jspecify.annotations.NullMarked;
