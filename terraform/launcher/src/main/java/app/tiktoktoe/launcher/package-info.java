/** Every function in one process, by the path of the request. */
@NullMarked
package app.tiktoktoe.launcher;

import org.jspecify.annotations.NullMarked;
