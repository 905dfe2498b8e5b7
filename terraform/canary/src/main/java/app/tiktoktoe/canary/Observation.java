package app.tiktoktoe.canary;

import java.time.Duration;

/**
 * What is known of a revision at one step.
 *
 * @param percent the revision's share of the service's requests
 * @param measured how much of the step's time the measurements cover
 * @param step the revision's requests since the step began
 * @param recent those of the last minutes
 * @param stable the stable revision in the step, while it gets requests
 * @param baseline the stable revision when it last got enough requests
 */
record Observation(
    int percent, Duration measured, Sample step, Sample recent, Sample stable, Sample baseline) {}
