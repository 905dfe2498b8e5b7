/** Tests against the Secret Manager of a laptop. */
@NullMarked
package app.tiktoktoe.secrets;

import org.jspecify.annotations.NullMarked;
