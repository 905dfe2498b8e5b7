/** Adds the new version that Secret Manager's notice of a due rotation asks for. */
@NullMarked
package app.tiktoktoe.functions.rotation;

import org.jspecify.annotations.NullMarked;
