/** What the README shows. */
@NullMarked
package app.tiktoktoe.atproto;

import org.jspecify.annotations.NullMarked;
