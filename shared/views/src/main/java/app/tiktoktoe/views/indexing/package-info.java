/** Turns what accounts did to their repositories into views, whatever the order of delivery. */
@NullMarked
package app.tiktoktoe.views.indexing;

import org.jspecify.annotations.NullMarked;
