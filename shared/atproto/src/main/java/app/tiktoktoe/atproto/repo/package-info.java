/** The signed commit at the top of a repository. */
@NullMarked
package app.tiktoktoe.atproto.repo;

import org.jspecify.annotations.NullMarked;
