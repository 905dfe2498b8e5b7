/** What repositories look like to a reader: pages, cursors and the form of the documents. */
@NullMarked
package app.tiktoktoe.views;

import org.jspecify.annotations.NullMarked;
