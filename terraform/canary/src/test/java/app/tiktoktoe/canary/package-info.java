/** The canary against services that do well, badly, slowly, nothing, and now this and now that. */
@NullMarked
package app.tiktoktoe.canary;

import org.jspecify.annotations.NullMarked;
