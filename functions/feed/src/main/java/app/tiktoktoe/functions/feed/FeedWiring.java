package app.tiktoktoe.functions.feed;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.SessionAuthenticator;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.views.graph.Follows;
import app.tiktoktoe.views.json.AccountViews;
import app.tiktoktoe.views.json.MediaUrls;
import app.tiktoktoe.views.post.Posts;
import app.tiktoktoe.views.reaction.Likes;
import app.tiktoktoe.views.reaction.Reactions;
import app.tiktoktoe.views.reaction.Reposts;
import app.tiktoktoe.views.timeline.PulledAuthors;
import app.tiktoktoe.views.timeline.Timelines;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.firestore.Firestore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class FeedWiring {
  private final Environment environment;
  private final ServiceSettings settings;
  private final GoogleClients clients;
  private final InstantSource clock;
  private final Firestore firestore;
  private final Actors actors;
  private final Posts posts;
  private final Reposts reposts;
  private final AccountDirectory directory;
  private final ActorLookup lookup;
  private final ViewerSessions sessions;
  private final AccountViews accountViews;
  private final PostViews postViews;
  private final Hydrator hydrator;

  FeedWiring(Environment environment, InstantSource clock) {
    this.environment = environment;
    this.settings = ServiceSettings.from(environment);
    this.clients = new GoogleClients(environment);
    this.clock = clock;
    this.firestore = clients.firestore();
    this.actors = new Actors(firestore);
    this.posts = new Posts(firestore);
    this.reposts = new Reposts(firestore);
    this.directory = new AccountDirectory(new Accounts(firestore), settings.origin(), clock);
    this.lookup = new ActorLookup(directory, actors);
    this.sessions = new ViewerSessions(new Viewers(firestore));
    MediaUrls urls = new MediaUrls(settings.origin());
    this.accountViews = new AccountViews(urls);
    this.postViews = new PostViews(accountViews, new EmbedViews(urls, accountViews));
    this.hydrator = new Hydrator(posts, actors, new Reactions(firestore), clock);
  }

  static XrpcService service(Map<String, String> variables) {
    String[] required =
        Stream.concat(Stream.of(ServiceSettings.required()), Stream.of("GOOGLE_CLOUD_PROJECT"))
            .toArray(String[]::new);
    return new FeedWiring(Environment.of(variables, required), InstantSource.system()).service();
  }

  private XrpcService service() {
    Instance instance = Instance.start("feed", environment, clients);
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    return new XrpcService(
        routes(),
        lexicons,
        SessionAuthenticator.of(
            settings, clients, directory, new PermissionSets(new ClasspathLexicons()), clock),
        settings.addressLimit(clock, instance.log()),
        settings.checkAnswers() ? AnswerCheck.strict(lexicons) : AnswerCheck.none(),
        instance);
  }

  List<Route> routes() {
    return Stream.of(actorRoutes(), feedRoutes(), graphRoutes(), ownGraphRoutes())
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> actorRoutes() {
    return List.of(
        Route.method(
            "app.bsky.actor.getProfile",
            Auth.OPTIONAL,
            new GetProfile(sessions, lookup, accountViews)),
        Route.method(
            "app.bsky.actor.getProfiles",
            Auth.OPTIONAL,
            new GetProfiles(sessions, lookup, actors, accountViews)));
  }

  private List<Route> feedRoutes() {
    return List.of(
        Route.method("app.bsky.feed.getTimeline", Auth.AUTHENTICATED, timeline()),
        Route.method(
            "app.bsky.feed.getAuthorFeed",
            Auth.OPTIONAL,
            new GetAuthorFeed(sessions, lookup, posts, reposts, hydrator, postViews)),
        Route.method(
            "app.bsky.feed.getLikes",
            Auth.OPTIONAL,
            new GetLikes(sessions, lookup, new Likes(firestore), actors, accountViews)),
        Route.method(
            "app.bsky.feed.getPostThread",
            Auth.OPTIONAL,
            new GetPostThread(sessions, lookup, posts, hydrator, postViews)),
        Route.method(
            "app.bsky.feed.getPosts", Auth.OPTIONAL, new GetPosts(sessions, hydrator, postViews)));
  }

  private GetTimeline timeline() {
    ReturningViewers returning = new ReturningViewers(new Timelines(firestore), posts);
    TimelineSource source =
        new TimelineSource(posts, reposts, new PulledAuthors(firestore), returning, clock);
    return new GetTimeline(sessions, source, reposts, hydrator, postViews, clock);
  }

  private List<Route> graphRoutes() {
    FollowLists lists = new FollowLists(sessions, lookup, actors, accountViews);
    Follows follows = new Follows(firestore);
    return List.of(
        Route.method(
            "app.bsky.graph.getFollowers", Auth.OPTIONAL, new GetFollowers(lists, follows)),
        Route.method("app.bsky.graph.getFollows", Auth.OPTIONAL, new GetFollows(lists, follows)));
  }

  private List<Route> ownGraphRoutes() {
    OwnLists lists = new OwnLists(actors, accountViews);
    Viewers viewers = new Viewers(firestore);
    return List.of(
        Route.method("app.bsky.graph.getMutes", Auth.AUTHENTICATED, new GetMutes(sessions, lists)),
        Route.method(
            "app.bsky.graph.muteActor",
            Auth.AUTHENTICATED,
            new MuteActor(sessions, lookup, actors, viewers)),
        Route.method(
            "app.bsky.graph.unmuteActor",
            Auth.AUTHENTICATED,
            new UnmuteActor(sessions, lookup, viewers)));
  }
}
