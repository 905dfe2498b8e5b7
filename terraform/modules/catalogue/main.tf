# Every value is read with try(): what is missing or of another kind becomes a default here and a sentence in faults.tf.
locals {
  tree = try(yamldecode(var.yaml), null)

  topics = { for name, entry in local.raw.topics : name => {
    name        = name
    retention_h = coalesce(try(tonumber(entry.retention_h), null), 168)
  } }

  buckets = { for name, entry in local.raw.buckets : name => {
    name           = name
    route          = try(tostring(entry.route), null)
    notify         = try(tostring(entry.notify), null)
    lifecycle_days = try(tonumber(entry.lifecycle_days), null)
  } }

  secrets = { for name, entry in local.raw.secrets : name => {
    name          = name
    rotation_days = coalesce(try(tonumber(entry.rotation_days), null), 1)
  } }

  functions = { for name, entry in local.raw.functions : name => {
    name      = name
    class     = try(tostring(entry.class), "")
    packaging = coalesce(try(tostring(entry.packaging), null), "source")
    kind      = can(entry.trigger.pubsub) ? "event" : "http"

    paths   = local.lists[name].paths
    methods = { for nsid, method in local.methods[name] : nsid => try(tostring(method.auth), "") }
    routes  = concat(local.lists[name].paths, [for nsid in keys(local.methods[name]) : "/xrpc/${nsid}"])

    topic                 = try(tostring(entry.trigger.pubsub.topic), null)
    ack_deadline_s        = try(tonumber(entry.trigger.pubsub.ack_deadline_s), null)
    max_delivery_attempts = try(tonumber(entry.trigger.pubsub.max_delivery_attempts), null)
    min_backoff_s         = try(tonumber(entry.trigger.pubsub.min_backoff_s), null)
    max_backoff_s         = try(tonumber(entry.trigger.pubsub.max_backoff_s), null)
    schedule              = local.schedules[name]

    memory_mb     = coalesce(try(tonumber(entry.memory_mb), null), 512)
    heap_mb       = try(tonumber(entry.heap_mb), null)
    cpu           = coalesce(try(tonumber(entry.cpu), null), 1)
    timeout_s     = coalesce(try(tonumber(entry.timeout_s), null), 60)
    concurrency   = coalesce(try(tonumber(entry.concurrency), null), 1)
    min_instances = coalesce(try(tonumber(entry.min_instances), null), 0)
    max_instances = coalesce(try(tonumber(entry.max_instances), null), 1)

    firestore  = try(tostring(entry.firestore), null)
    publishes  = local.lists[name].publishes
    buckets    = { for bucket, access in local.grants[name] : bucket => try(tostring(access), "") }
    secrets    = local.lists[name].secrets
    rotates    = local.lists[name].rotates
    signs_urls = try(tobool(entry.signs_urls), false) == true
    roles      = local.lists[name].roles
  } }

  raw = { for section in ["topics", "buckets", "secrets", "functions"] : section =>
    try({ for name, entry in local.tree[section] : name => entry }, {})
  }
  methods = { for name, entry in local.raw.functions : name => try({ for k, v in entry.trigger.http.methods : k => v }, {}) }
  grants  = { for name, entry in local.raw.functions : name => try({ for k, v in entry.buckets : k => v }, {}) }
  lists = { for name, entry in local.raw.functions : name => {
    paths     = try([for text in entry.trigger.http.paths : tostring(text)], [])
    publishes = try([for text in entry.publishes : tostring(text)], [])
    secrets   = try([for text in entry.secrets : tostring(text)], [])
    rotates   = try([for text in entry.rotates : tostring(text)], [])
    roles     = try([for text in entry.roles : tostring(text)], [])
  } }

  # `1m` is */1 of a minute, `2h` is minute 0 of every second hour: unix-cron only has the divisors of an hour and of a day.
  schedules = { for name, entry in local.raw.functions : name => [
    for schedule in try([for element in entry.schedule : element], []) : {
      every = try(tostring(schedule.every), "")
      task  = try(tostring(schedule.task), "")
      cron = try(
        endswith(schedule.every, "h") ? "0 */${trimsuffix(schedule.every, "h")} * * *" : "*/${trimsuffix(schedule.every, "m")} * * * *",
        "",
      )
    }
  ] }
}
