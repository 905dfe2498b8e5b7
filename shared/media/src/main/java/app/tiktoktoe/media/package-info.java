/** The life of an uploaded video: its job, its lease, the account's daily allowance. */
@NullMarked
package app.tiktoktoe.media;

import org.jspecify.annotations.NullMarked;
