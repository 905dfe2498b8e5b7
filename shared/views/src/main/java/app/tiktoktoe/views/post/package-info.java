/** Posts with their author's card and their counts. */
@NullMarked
package app.tiktoktoe.views.post;

import org.jspecify.annotations.NullMarked;
