/** Uploads of videos, the status of their jobs, and what an account may still upload. */
@NullMarked
package app.tiktoktoe.functions.video;

import org.jspecify.annotations.NullMarked;
