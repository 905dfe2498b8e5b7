/** Cloud Storage for one laptop: JSON API, signed URLs and notifications over files on disk. */
@NullMarked
package app.tiktoktoe.emulators.storage;

import org.jspecify.annotations.NullMarked;
