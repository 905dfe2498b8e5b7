/** The rules of OAuth as the AT Protocol profiles it: scopes, proofs, clients. */
@NullMarked
package app.tiktoktoe.oauth;

import org.jspecify.annotations.NullMarked;
