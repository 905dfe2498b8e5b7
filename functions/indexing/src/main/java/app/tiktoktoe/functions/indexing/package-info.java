/** Commits become views. */
@NullMarked
package app.tiktoktoe.functions.indexing;

import org.jspecify.annotations.NullMarked;
