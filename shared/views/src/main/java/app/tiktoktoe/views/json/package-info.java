/** Accounts and media in the JSON that the lexicons describe. */
@NullMarked
package app.tiktoktoe.views.json;

import org.jspecify.annotations.NullMarked;
