/** What other services tell this one. */
@NullMarked
package app.tiktoktoe.functions.webhooks;

import org.jspecify.annotations.NullMarked;
