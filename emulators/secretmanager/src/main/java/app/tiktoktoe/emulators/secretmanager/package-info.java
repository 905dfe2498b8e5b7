/** Google Cloud Secret Manager over gRPC, in one process and, when asked, in one directory. */
@NullMarked
package app.tiktoktoe.emulators.secretmanager;

import org.jspecify.annotations.NullMarked;
