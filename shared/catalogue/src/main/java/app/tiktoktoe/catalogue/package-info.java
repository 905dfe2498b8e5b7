/** The list of deployed functions, {@code functions/catalogue.yaml}, as checked records. */
@NullMarked
package app.tiktoktoe.catalogue;

import org.jspecify.annotations.NullMarked;
