# What a month costs, in US dollars, from document counts that tests assert, behaviour that is assumed and list prices.
terraform {
  required_version = ">= 1.11"
}

locals {
  p     = yamldecode(file("${path.module}/prices.yaml"))
  b     = var.behaviour
  days  = local.p.days
  prod  = var.profile == "prod"
  month = var.daily_users * local.days

  cache_hits = var.load == null ? (var.daily_users > 10000 ? 0.9 : 0.3) : var.load.cache_hits
  instance_s = var.load == null ? (var.daily_users > 10000 ? 0.03 : 0.15) : var.load.instance_s_per_request

  # Documents of one occurrence. M: a test asserts it or it was measured; C: counted in the code.
  documents = {
    page        = { n = local.b.pages, reads = 4 + 30 * (1 - local.cache_hits), writes = 0 } # M: 34 cold, 3 to 4 when posts are kept
    session     = { n = local.b.sessions, reads = 2 + 3, writes = 0 }                        # M: getSession 2, getUnreadCount 3
    refresh     = { n = 1, reads = 3, writes = 1 }                                           # M
    sign_in     = { n = local.b.sign_ins, reads = 4, writes = 2 }                            # M
    other_reads = { n = 1, reads = local.b.other_reads, writes = 0 }

    # posting + indexing (+ push to one device) (+ fanout), each with its outbox entry confirmed
    like   = { n = local.b.likes, reads = 2 + 6 + 3, writes = 4 + 5 + 2 }
    follow = { n = local.b.follows, reads = 2 + 9 + 3 + 31, writes = 4 + 8 + 2 + 1 }
    reply  = { n = local.b.replies, reads = 1 + 7 + 3 + 2, writes = 3 + 5 + 2 + 1 }
    # upload 1/2, ten polls, job 12 states, video post 2/4, indexing 4/3, fan-out 1.05 per follower
    post = { n = local.b.posts, reads = 1 + 10 + 4 + 2 + 4 + 0.05 * local.b.followers + 1, writes = 2 + 12 + 4 + 3 + local.b.followers }
  }
  reads_per_user   = sum([for d in local.documents : d.n * d.reads])
  writes_per_user  = sum([for d in local.documents : d.n * d.writes])
  events_per_user  = local.b.likes + local.b.follows + local.b.replies + local.b.posts
  deletes_per_user = 2 * local.events_per_user # outbox entries and notifications expire

  # The three sweeps a minute: eight empty shards, one empty query, one empty query.
  idle_reads_per_day = (8 + 1 + 1) * 1440

  requests_per_user = (local.b.pages + 3 * local.b.sessions + 1 + local.b.sign_ins + local.b.other_requests
    + local.events_per_user                                                               # writes
    + 3 * local.events_per_user                                                           # deliveries: indexing, fanout, push
  + local.b.posts * 13)                                                                   # upload, polls, media
  idle_requests = 3 * 1440 * local.days + (local.prod ? 10 * 1440 : 10 * 96) * local.days # sweeps, two checks from five places
  requests      = local.requests_per_user * local.month + local.idle_requests

  # Gigabytes
  watched_gb = local.b.videos * local.b.watched_s * local.b.mbit_s / 8 / 1000 * local.month
  api_gb     = local.requests_per_user * local.b.api_answer_kb / 1e6 * local.month
  kept_gib   = (local.events_per_user * local.b.record_kib / 1024 / 1024) * local.month * local.b.months_kept
  videos_gib = local.b.posts * local.b.video_mb / 1024 * local.month * local.b.months_kept

  tiered = { for name, gb in { cdn_gb = local.watched_gb, egress_gb = local.watched_gb + local.api_gb, api_gb = local.api_gb } : name => sum([
    for i, tier in local.p.network[name == "cdn_gb" ? "cdn_gb" : "egress_gb"] :
    tier.gb * max(0, min(gb, tier.up_to_tb * 1000) - (i == 0 ? 0 : local.p.network[name == "cdn_gb" ? "cdn_gb" : "egress_gb"][i - 1].up_to_tb * 1000))
  ]) }

  vcpu_s   = local.requests * local.instance_s + local.b.posts * local.b.transcode_wall_s * 2 * local.month
  gib_s    = local.requests * local.instance_s + local.b.posts * local.b.transcode_wall_s * 4 * local.month
  warm_s   = local.prod ? 3 * 86400 * local.days : 0                             # auth, feed and posting, one vCPU and one GiB each
  router_s = local.prod ? 0 : local.watched_gb * 8 / 0.4 + local.requests * 0.01 # one sends 400 Mbit/s
  # A line feeds about 3.5 distributions of its method; each of them writes one point of 80 bytes a minute, if it had a line.
  methods      = 55
  busy         = local.methods * (1 - pow(2.71828, -local.requests / (1440 * local.days) / local.methods))
  metric_mib   = local.busy * 3.5 * 80 * 1440 * local.days / 1024 / 1024
  log_share    = local.prod ? 1 : 0.2
  log_gib      = local.requests * (0.7 * local.log_share + (local.prod ? 1 : 0)) / 1024 / 1024
  conditions   = 19
  key_versions = 4 + 1

  cost = {
    firestore_reads   = max(0, (local.reads_per_user * var.daily_users + local.idle_reads_per_day) - local.p.firestore.free.reads_per_day) * local.days / 1e6 * local.p.firestore.read_per_million
    firestore_writes  = max(0, local.writes_per_user * var.daily_users - local.p.firestore.free.writes_per_day) * local.days / 1e6 * local.p.firestore.write_per_million
    firestore_deletes = max(0, local.deletes_per_user * var.daily_users - local.p.firestore.free.deletes_per_day) * local.days / 1e6 * local.p.firestore.delete_per_million
    firestore_kept    = max(0, local.kept_gib - local.p.firestore.free.storage_gib) * local.p.firestore.storage_gib + local.kept_gib * (local.p.firestore.pitr_gib + 44 * local.p.firestore.backup_gib)
    functions = (max(0, local.vcpu_s + local.router_s - local.p.run.free.vcpu_s) * local.p.run.vcpu_s + max(0, local.gib_s + local.router_s / 2 - local.p.run.free.gib_s) * local.p.run.gib_s
    + max(0, local.requests / 1e6 - local.p.run.free.requests_million) * local.p.run.request_per_million)
    warm_instances = local.warm_s * (local.p.run.idle_vcpu_s + local.p.run.idle_gib_s)
    videos_sent = local.prod ? local.tiered.cdn_gb + 0.02 * local.watched_gb * local.p.network.cdn_fill_gb + local.b.videos * 10 * local.month / 1e6 * local.p.network.cdn_lookup_per_million : (
    local.tiered.egress_gb - local.tiered.api_gb)
    answers_sent = local.tiered.api_gb + (local.prod ? local.api_gb * local.p.balancer.processed_gb : 0)
    videos_kept  = local.videos_gib * local.p.storage.gib + local.b.posts * 40 * local.month / 1e6 * local.p.storage.operation_per_million
    balancer     = local.prod ? local.p.balancer.rules_month + 2 * local.p.armor.policy_month + 12 * local.p.armor.rule_month + local.requests / 1e6 * local.p.armor.request_per_million : 0
    events       = max(0, local.events_per_user * local.month * 4 * 2 / 1024 / 1024 - local.p.pubsub.free_gib) / 1024 * local.p.pubsub.tib
    logs         = max(0, local.log_gib - local.p.logging.free_gib) * local.p.logging.gib
    metrics      = max(0, local.metric_mib - local.p.monitoring.free_mib) * local.p.monitoring.mib
    alerts       = local.conditions * local.p.monitoring.condition_month
    analytics    = local.prod ? local.events_per_user * local.month * 0.5 / 1024 / 1024 * (local.p.bigquery.write_tib / 1024 + local.b.months_kept * local.p.bigquery.gib) : 0
    keys         = local.key_versions * local.p.keys.version_month + 4 * 2 * local.p.keys.secret_version_location_month
  }
  total = sum(values(local.cost))

  groups = {
    firestore = ["firestore_reads", "firestore_writes", "firestore_deletes", "firestore_kept"]
    functions = ["functions", "warm_instances"]
    videos    = ["videos_sent", "videos_kept"]
    front     = ["balancer", "answers_sent"]
    watching  = ["logs", "metrics", "alerts"]
    rest      = ["events", "analytics", "keys"]
  }
  dollars = merge({ for group, names in local.groups : group => sum([for name in names : local.cost[name]]) }, { total = local.total })

  # Two digits: the assumptions carry no more.
  rounded = { for name, amount in local.dollars : name => amount < 1 ? 0 : floor(amount / pow(10, max(0, floor(log(amount, 10)) - 1)) + 0.5) * pow(10, max(0, floor(log(amount, 10)) - 1)) }
}
