/** What the scheduler asks for: sweeps and garbage collection. */
@NullMarked
package app.tiktoktoe.functions.maintenance;

import org.jspecify.annotations.NullMarked;
