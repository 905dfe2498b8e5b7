// Where our views answer otherwise than the official ones. Each entry must be met exactly, in each of its steps.
// `official` and `ours` are the two outcomes (200 unless said), `where` the steps of each scenario, `lines` what only one of the answers has.

/** Lines that may differ wherever they stand. */
export const FIELDS = [
  { lines: [/^- cursor: "a cursor"$/], reason: 'ours gives a cursor only while there is more to come' },
  {
    lines: [/^\+ (?!.*\b(record|value)\.createdAt).*\bcreatedAt: "a time"$/, /^- (?!.*\b(record|value)\.createdAt).*\bcreatedAt: "second \d+"$/],
    reason: 'when the account was made, not what its profile says of itself',
  },
]

/** What is right and ours does not do yet. */
export const FAULTS = [
  {
    everywhere: true,
    lines: [/^- (.*\.)?associated\.activitySubscription\.allowSubscriptions: "followers"$/],
    fault: 'who may be told of every post',
  },
  {
    everywhere: true,
    lines: [/^- (profiles\[\d+\]\.)?associated\.((feedgens|lists|starterPacks): 0|labeler: false)$/],
    fault: 'what else an account has, in a detailed profile',
  },
  { everywhere: true, lines: [/^- (.*\.)?(bookmarkCount: 0|viewer\.bookmarked: false)$/], fault: 'bookmarks in a view of a post' },
  { everywhere: true, lines: [/^- .*\.reply\.grandparentAuthor\./], fault: 'whom the parent of a reply answered' },
  { everywhere: true, lines: [/^- .*\.reason\.cid: /], fault: 'the CID of a repost' },
  {
    everywhere: true,
    lines: [/^- .*\bembed\.record\.embeds\[\d+\]\.(record\.|\$type: "app\.bsky\.embed\.record#view"$)/, /^\+ .*\bembed\.record\.embeds: \[\]$/],
    fault: 'what a quoted post quotes itself',
  },
  {
    everywhere: true,
    lines: [/^\+ (.*\.)?(thread|parent|root|record|replies\[\d+\])\.author\.viewer\.muted: false$/],
    fault: 'the author of a blocked post says whether it is muted',
  },
]

/** What is otherwise on purpose. */
export const DIFFERENCES = [
  {
    reason: 'a fault of this official version, whose later ones refuse it as ours does',
    official: '500 InternalServerError',
    ours: '400 InvalidRequest',
    where: {
      'feeds that are not there': ['of what is no actor', 'of none'],
      'posts of four friends': ['no URI', '26'],
      'profiles of four friends': ['26', 'of no actor', 'of none'],
      'threads that are not there': ['no URI', 'nothing', 'too deep'],
      'what a timeline is asked wrongly': ['no posts at all', 'too many posts'],
    },
  },
  {
    reason: 'a cursor that is none is a mistake of the caller',
    official: '502 InternalServerError',
    ours: '400 InvalidRequest',
    where: { 'feeds that are not there': ['a cursor that is none'], 'what a timeline is asked wrongly': ['a cursor that is none'] },
  },
]
