package app.tiktoktoe.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.events.EventHandler;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.events.RepoEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that come three times, shuffled and four at a time leave what single ones in order do. */
class AnyOrderTest {
  private static final int ACCOUNTS = 10;
  private static final int EVENTS = 160;
  private static final int COPIES = 3;
  private static final int WORKERS = 4;
  private static final int MOST_DELIVERIES = EVENTS * COPIES * 2 * 40;

  private record Task(EventHandler handler, RepoEvent event) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void leavesTheSameViews(long seed) throws Exception {
    List<RepoEvent> events = new RandomHistory(ACCOUNTS, seed).events(EVENTS);
    Handlers ordered = world();
    events.forEach(ordered::inOrder);
    Handlers shuffled = world();
    deliverShuffled(shuffled, events, new Random(seed));

    List<String> expected = new ViewState(ordered, ACCOUNTS).lines();
    assertFalse(expected.stream().noneMatch(line -> line.contains("timeline")), "no timelines");
    assertEquals(
        String.join("\n", expected), String.join("\n", new ViewState(shuffled, ACCOUNTS).lines()));
  }

  private static Handlers world() {
    Handlers handlers = new Handlers();
    for (int i = 0; i < ACCOUNTS; i++) {
      Did did = Repo.did(i);
      handlers.signUp(did, "user" + i + ".example.com", new Repo().now());
    }
    return handlers;
  }

  private static void deliverShuffled(Handlers handlers, List<RepoEvent> events, Random random)
      throws Exception {
    List<Task> tasks = new ArrayList<>();
    for (RepoEvent event : events) {
      for (int copy = 0; copy < COPIES; copy++) {
        tasks.add(new Task(handlers.indexer, event));
        tasks.add(new Task(handlers.fanout, event));
      }
    }
    Collections.shuffle(tasks, random);
    Queue<Task> queue = new ConcurrentLinkedQueue<>(tasks);
    try (var workers = Executors.newFixedThreadPool(WORKERS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        running.add(workers.submit(() -> work(handlers, queue)));
      }
      for (Future<?> worker : running) {
        worker.get();
      }
    }
  }

  private static void work(Handlers handlers, Queue<Task> queue) {
    for (int deliveries = 0; deliveries < MOST_DELIVERIES; deliveries++) {
      Task task = queue.poll();
      if (task == null) {
        return;
      }
      if (!(handlers.deliver(task.handler(), task.event()) instanceof Handled.Done)) {
        queue.add(task);
      }
    }
    throw new AssertionError("events that are never done");
  }
}
