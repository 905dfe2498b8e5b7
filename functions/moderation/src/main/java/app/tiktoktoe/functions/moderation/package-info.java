/** What operators decide about accounts. */
@NullMarked
package app.tiktoktoe.functions.moderation;

import org.jspecify.annotations.NullMarked;
