package app.tiktoktoe.views.indexing;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Query;

/**
 * A number in a document that says how many documents a query has.
 *
 * @param placeholder whether the document is made when it is not there yet, so that who makes it
 *     finds the count
 */
record Count(DocumentReference document, String field, Query query, boolean placeholder) {}
