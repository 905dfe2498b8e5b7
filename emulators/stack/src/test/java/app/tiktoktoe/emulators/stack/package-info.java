/** Tests of the stack. */
@NullMarked
package app.tiktoktoe.emulators.stack;

import org.jspecify.annotations.NullMarked;
