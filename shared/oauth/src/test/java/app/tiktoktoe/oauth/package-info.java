/** Tests of the rules of OAuth. */
@NullMarked
package app.tiktoktoe.oauth;

import org.jspecify.annotations.NullMarked;
