/** Accounts as readers see them, and what each viewer may and does see. */
@NullMarked
package app.tiktoktoe.views.actor;

import org.jspecify.annotations.NullMarked;
