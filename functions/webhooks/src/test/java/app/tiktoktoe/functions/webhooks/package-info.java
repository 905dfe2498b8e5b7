/** Tests of the webhooks function. */
@NullMarked
package app.tiktoktoe.functions.webhooks;

import org.jspecify.annotations.NullMarked;
