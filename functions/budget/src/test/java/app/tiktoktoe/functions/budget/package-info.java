/** The brake against a small Cloud Run. */
@NullMarked
package app.tiktoktoe.functions.budget;

import org.jspecify.annotations.NullMarked;
