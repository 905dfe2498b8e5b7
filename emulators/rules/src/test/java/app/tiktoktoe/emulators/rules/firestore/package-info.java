/** What Firestore must be told, compared with what the tests ask of it. */
@NullMarked
package app.tiktoktoe.emulators.rules.firestore;

import org.jspecify.annotations.NullMarked;
