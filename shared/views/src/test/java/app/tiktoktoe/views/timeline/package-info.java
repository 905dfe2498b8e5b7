/** Checks the stored form of timelines. */
@NullMarked
package app.tiktoktoe.views.timeline;

import org.jspecify.annotations.NullMarked;
