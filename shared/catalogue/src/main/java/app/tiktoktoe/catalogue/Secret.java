package app.tiktoktoe.catalogue;

/**
 * A secret of Secret Manager.
 *
 * @param rotationDays how often a new version is due, in days
 */
public record Secret(String name, int rotationDays) {}
