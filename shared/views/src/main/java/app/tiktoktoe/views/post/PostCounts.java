package app.tiktoktoe.views.post;

/** How often a post was liked, reposted, answered and quoted, as last counted. */
public record PostCounts(long likes, long reposts, long replies, long quotes) {}
