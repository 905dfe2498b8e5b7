/** Every method as OpenAPI. */
@NullMarked
package app.tiktoktoe.emulators.openapi;

import org.jspecify.annotations.NullMarked;
