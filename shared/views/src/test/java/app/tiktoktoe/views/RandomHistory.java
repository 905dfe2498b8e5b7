package app.tiktoktoe.views;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.views.post.PostKey;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What some accounts do at random: post, reply, quote, mention, like, repost, follow, and take
 * back. Now and then the same thing twice, which leaves two records that say the same.
 */
final class RandomHistory {
  private final Repo repo;
  private final Random random;
  private final int accounts;
  private final List<PostKey> posts = new ArrayList<>();
  private final List<Made> made = new ArrayList<>();

  private record Made(Did did, String collection, Tid rkey) {}

  RandomHistory(int accounts, long seed) {
    this(new Repo(), accounts, seed);
  }

  /** Goes on where {@code repo} is. */
  RandomHistory(Repo repo, int accounts, long seed) {
    this.repo = repo;
    this.accounts = accounts;
    this.random = new Random(seed);
  }

  List<RepoEvent> events(int count) {
    List<RepoEvent> events = new ArrayList<>();
    while (events.size() < count) {
      events.add(next());
    }
    return events;
  }

  private RepoEvent next() {
    Did actor = anyone();
    int kind = posts.isEmpty() ? 0 : random.nextInt(20);
    return switch (kind) {
      case 0, 1 -> post(actor, Repo.text("hello"));
      case 2 -> post(actor, Repo.reply(anyPost(), anyPost()));
      case 3 -> post(actor, Repo.quote(anyPost()));
      case 4 -> post(actor, Repo.mention(anyone()));
      case 5, 6, 7 -> make(actor, Repo.LIKE, Repo.subject(anyPost()));
      case 8, 9 -> make(actor, Repo.REPOST, Repo.subject(anyPost()));
      case 10, 11, 12, 13, 14 -> make(actor, Repo.FOLLOW, Repo.subject(anyone()));
      case 15 -> repo.commit(actor, profile());
      default -> made.isEmpty() ? post(actor, Repo.text("again")) : takeBack();
    };
  }

  private RecordOperation profile() {
    ObjectNode record = Repo.text("").put("displayName", "Name " + random.nextInt(100));
    return Repo.update("app.bsky.actor.profile", "self", record);
  }

  private RepoEvent post(Did actor, ObjectNode record) {
    Tid rkey = repo.tick();
    posts.add(new PostKey(actor, rkey));
    return make(actor, Repo.POST, rkey, record);
  }

  private RepoEvent make(Did actor, String collection, ObjectNode record) {
    return make(actor, collection, repo.tick(), record);
  }

  private RepoEvent make(Did actor, String collection, Tid rkey, ObjectNode record) {
    made.add(new Made(actor, collection, rkey));
    return repo.commit(actor, repo.create(collection, rkey, record));
  }

  private RepoEvent takeBack() {
    Made gone = made.remove(random.nextInt(made.size()));
    return repo.commit(gone.did(), Repo.delete(gone.collection(), gone.rkey()));
  }

  private Did anyone() {
    return Repo.did(random.nextInt(accounts));
  }

  private PostKey anyPost() {
    return posts.get(random.nextInt(posts.size()));
  }
}
