/** The authorization server: metadata, requests, the page, tokens. */
@NullMarked
package app.tiktoktoe.functions.auth.oauth;

import org.jspecify.annotations.NullMarked;
