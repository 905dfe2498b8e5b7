/**
 * An interpreter of lexicons: checks records, parameters, inputs and outputs against their schema.
 */
@NullMarked
package app.tiktoktoe.atproto.lexicon;

import org.jspecify.annotations.NullMarked;
