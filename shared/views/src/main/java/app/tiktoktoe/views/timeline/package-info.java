/** Packed timelines of active viewers, and the authors that are pulled. */
@NullMarked
package app.tiktoktoe.views.timeline;

import org.jspecify.annotations.NullMarked;
