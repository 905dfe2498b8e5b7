package app.tiktoktoe.functions.media;

import app.tiktoktoe.media.JobLease;
import app.tiktoktoe.media.LeaseLostException;
import com.google.api.gax.rpc.ApiException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Renews a lease while long steps say nothing themselves. */
final class Heartbeat {
  private final JobLease lease;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Heartbeat(JobLease lease) {
    this.lease = lease;
  }

  /** Begins. */
  static Heartbeat of(JobLease lease) {
    Heartbeat heartbeat = new Heartbeat(lease);
    Thread.ofVirtual().start(heartbeat::beat);
    return heartbeat;
  }

  private void beat() {
    try {
      while (!stopped.await(lease.beat().toMillis(), TimeUnit.MILLISECONDS)) {
        if (!renew()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean renew() {
    try {
      lease.renew();
      return true;
    } catch (LeaseLostException e) {
      // The worker learns of it by its next report.
      return false;
    } catch (ApiException e) {
      // The outage may end before the lease does.
      return true;
    }
  }

  /** Ends it, without breaking off a write: the lease would not know what it holds. */
  void stop() {
    stopped.countDown();
  }
}
