/** Tests of the chains of accounts. */
@NullMarked
package app.tiktoktoe.audit;

import org.jspecify.annotations.NullMarked;
