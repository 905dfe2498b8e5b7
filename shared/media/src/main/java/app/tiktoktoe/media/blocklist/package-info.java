/** What videos look like, which of them are not wanted, and who tried to upload those. */
@NullMarked
package app.tiktoktoe.media.blocklist;

import org.jspecify.annotations.NullMarked;
