/** Edges between accounts and to posts: follows and blocks. */
@NullMarked
package app.tiktoktoe.views.graph;

import org.jspecify.annotations.NullMarked;
