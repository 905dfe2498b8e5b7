/** Google Cloud Logging over gRPC: keeps entries and lists them by log and severity. */
@NullMarked
package app.tiktoktoe.emulators.logging;

import org.jspecify.annotations.NullMarked;
