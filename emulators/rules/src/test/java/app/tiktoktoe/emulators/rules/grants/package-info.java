/** What each function's code does in the cloud, compared with what the catalogue grants it. */
@NullMarked
package app.tiktoktoe.emulators.rules.grants;

import org.jspecify.annotations.NullMarked;
