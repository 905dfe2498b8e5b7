package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler;
import app.tiktoktoe.events.MaintenanceTask;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the task that a message names. A task may run again, or twice at once, and does no harm.
 * Thread-safe.
 *
 * @param table each task under the name that the catalogue's {@code schedule} has for it
 */
record Tasks(Map<String, Runnable> table) implements EventHandler {
  Tasks {
    table = Map.copyOf(table);
  }

  @Override
  public Handled handle(Delivery delivery) {
    String name = MaintenanceTask.decode(delivery.data()).task();
    @Nullable Runnable task = table.get(name);
    if (task == null) {
      return new Handled.Dropped("no task " + name);
    }
    task.run();
    return Handled.done();
  }
}
