/** Tests of the moderation function. */
@NullMarked
package app.tiktoktoe.functions.moderation;

import org.jspecify.annotations.NullMarked;
