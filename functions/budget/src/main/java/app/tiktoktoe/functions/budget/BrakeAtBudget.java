package app.tiktoktoe.functions.budget;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops every service of a list once the cost is a given share of the budget. One that cannot be
 * stopped keeps none of the others running. Thread-safe.
 */
final class BrakeAtBudget implements EventHandler {
  private final BigDecimal ratio;
  private final List<ServiceName> services;
  private final CloudRun cloudRun;
  private final StructuredLog log;

  /**
   * A brake that is not pulled yet.
   *
   * @param ratio of the budget, above zero; 1.2 stops at 120 %
   */
  BrakeAtBudget(
      BigDecimal ratio, List<ServiceName> services, CloudRun cloudRun, StructuredLog log) {
    if (ratio.signum() <= 0) {
      throw new IllegalArgumentException("BRAKE_RATIO is not above zero: " + ratio);
    }
    this.ratio = ratio;
    this.services = List.copyOf(services);
    this.cloudRun = cloudRun;
    this.log = log;
  }

  @Override
  public Handled handle(Delivery delivery) {
    BudgetNotice notice = BudgetNotice.of(delivery);
    return notice.reaches(ratio) ? brake(notice) : Handled.done();
  }

  private Handled brake(BudgetNotice notice) {
    List<String> stopped = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (ServiceName service : services) {
      try {
        if (cloudRun.stop(service, notice.since())) {
          stopped.add(service.value());
        }
      } catch (IOException e) {
        failures.add(service + ": " + e.getMessage());
      }
    }
    if (!stopped.isEmpty()) {
      warn(notice, stopped);
    }
    return failures.isEmpty() ? Handled.done() : new Handled.Retry(String.join("; ", failures));
  }

  private void warn(BudgetNotice notice, List<String> stopped) {
    log.warning(
        "services stopped",
        entry -> {
          entry
              .put("budget", notice.budget())
              .put("cost", notice.cost())
              .put("amount", notice.amount())
              .put("currency", notice.currency())
              .put("since", notice.since().toString());
          stopped.forEach(entry.putArray("services")::add);
        });
  }
}
