/** Tests of the catalogue's records and of the catalogue itself. */
@NullMarked
package app.tiktoktoe.catalogue;

import org.jspecify.annotations.NullMarked;
