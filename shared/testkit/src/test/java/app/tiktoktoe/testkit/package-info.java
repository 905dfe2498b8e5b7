/** Tests of the test kit. */
@NullMarked
package app.tiktoktoe.testkit;

import org.jspecify.annotations.NullMarked;
