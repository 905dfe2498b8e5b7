/** What was done to each account, as a chain that shows what was taken out of it. */
@NullMarked
package app.tiktoktoe.audit;

import org.jspecify.annotations.NullMarked;
