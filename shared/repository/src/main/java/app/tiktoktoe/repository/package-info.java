/** The accounts' repositories and blobs on Firestore and Cloud Storage. */
@NullMarked
package app.tiktoktoe.repository;

import org.jspecify.annotations.NullMarked;
