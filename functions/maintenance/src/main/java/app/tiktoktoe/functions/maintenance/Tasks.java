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
 * @param table each task under its name, in the catalogue's {@code schedule} for those that have
 *     one
 */
record Tasks(Map<String, Task> table) implements EventHandler {
  Tasks {
    table = Map.copyOf(table);
  }

  @Override
  public Handled handle(Delivery delivery) {
    MaintenanceTask asked = MaintenanceTask.decode(delivery.data());
    @Nullable Task task = table.get(asked.task());
    if (task == null) {
      return new Handled.Dropped("no task " + asked.task());
    }
    task.run(asked.message());
    return Handled.done();
  }
}
