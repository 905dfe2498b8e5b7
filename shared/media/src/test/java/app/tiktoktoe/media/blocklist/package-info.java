/** Tests of what videos look like and which of them are blocked. */
@NullMarked
package app.tiktoktoe.media.blocklist;

import org.jspecify.annotations.NullMarked;
