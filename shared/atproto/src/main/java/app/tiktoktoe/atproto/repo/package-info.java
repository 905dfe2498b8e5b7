/** The signed commit at the top of a repository, and the whole repository as a file. */
@NullMarked
package app.tiktoktoe.atproto.repo;

import org.jspecify.annotations.NullMarked;
