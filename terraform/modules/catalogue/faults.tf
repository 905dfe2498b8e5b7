# Everything that is wrong with the catalogue, each with the entry that it is about. shared/catalogue says the same of the
# same file; what is refused only here is what only the cloud cares about: ids that are too long, periods without a cron
# expression, processors too few for the memory, primitive roles.
locals {
  allowed = {
    topics  = ["retention_h"]
    buckets = ["route", "notify", "lifecycle_days"]
    secrets = ["rotation_days"]
    functions = [
      "class", "packaging", "trigger", "schedule", "memory_mb", "heap_mb", "cpu", "timeout_s", "concurrency", "min_instances",
      "max_instances", "firestore", "publishes", "buckets", "secrets", "rotates", "signs_urls", "roles",
    ]
  }
  auth_levels = ["public", "optional", "authenticated", "full", "refresh", "upload", "owner", "moderator", "admin"]

  file_faults = concat(
    local.tree == null ? ["catalogue is not YAML"] : [],
    [for key in setsubtract(try(keys(local.tree), []), ["version", "topics", "buckets", "secrets", "functions"]) : "${key} is not a known key"],
    [for key in ["topics", "buckets", "functions"] : "${key} is missing" if !can(keys(local.tree[key]))],
    try(local.tree.version, null) == 1 ? [] : ["version: is not 1"],
  )

  name_faults = flatten([for section, entries in local.raw : [for name, entry in entries : concat(
    can(regex("^[a-z][a-z0-9-]{2,40}$", name)) ? [] : ["${section}.${name} is not a name of 3 to 41 small letters, digits and hyphens"],
    can(keys(entry)) ? [] : ["${section}.${name} is not a mapping"],
    [for key in setsubtract(try(keys(entry), []), local.allowed[section]) : "${section}.${name}.${key} is not a known key"],
  )]])

  # key: least, most, required
  numbers = {
    topics    = { retention_h = [1, 744, false] }
    buckets   = { lifecycle_days = [1, 3650, false] }
    secrets   = { rotation_days = [1, 3650, true] }
    functions = { memory_mb = [128, 32768, true], heap_mb = [64, 32768, false], cpu = [1, 8, true], timeout_s = [1, 3600, true], concurrency = [1, 1000, true], min_instances = [0, 1000, false], max_instances = [1, 1000, true] }
  }
  number_faults = flatten([for section, keys in local.numbers : [for name, entry in local.raw[section] : [for key, range in keys :
    can(entry[key]) ? (
      try(tonumber(entry[key]) >= range[0] && tonumber(entry[key]) <= range[1] && floor(entry[key]) == tonumber(entry[key]), false) ? [] :
      ["${section}.${name}.${key}: ${jsonencode(entry[key])} is not a whole number in ${range[0]}..${range[1]}"]
    ) : range[2] ? ["${section}.${name}.${key} is missing"] : []
  ]]])

  pubsub_numbers = { ack_deadline_s = [10, 600], max_delivery_attempts = [5, 100], min_backoff_s = [0, 600], max_backoff_s = [0, 600] }

  bucket_faults = flatten([for name, bucket in local.buckets : concat(
    bucket.notify == null ? [] : contains(keys(local.topics), bucket.notify) ? [] : ["buckets.${name}.notify: ${bucket.notify} is not in topics"],
    bucket.route == null ? [] : can(regex("^/[a-z0-9-]+/$", bucket.route)) ? [] : ["buckets.${name}.route: ${bucket.route} is not a path like /vid/"],
  )])

  trigger_faults = flatten([for name, entry in local.raw.functions : concat(
    can(entry.trigger) ? [] : ["functions.${name}.trigger is missing"],
    can(entry.trigger) && can(entry.trigger.http) == can(entry.trigger.pubsub) ? ["functions.${name}.trigger is not exactly one of http and pubsub"] : [],
    [for key in setsubtract(try(keys(entry.trigger), []), ["http", "pubsub"]) : "functions.${name}.trigger.${key} is not a known key"],
    [for key in setsubtract(try(keys(entry.trigger.http), []), ["paths", "methods"]) : "functions.${name}.trigger.http.${key} is not a known key"],
    [for key in setsubtract(try(keys(entry.trigger.pubsub), []), ["topic", "ack_deadline_s", "max_delivery_attempts", "min_backoff_s", "max_backoff_s"]) : "functions.${name}.trigger.pubsub.${key} is not a known key"],
    can(entry.trigger.http) && length(local.functions[name].routes) == 0 ? ["functions.${name}.trigger.http is without paths and methods"] : [],
    [for path in local.functions[name].paths : "functions.${name}.trigger.http.paths: ${path} is not a plain path" if !can(regex("^/[A-Za-z0-9._/-]*[A-Za-z0-9_-]$", path))],
    [for nsid, auth in local.functions[name].methods : "functions.${name}.trigger.http.methods.${nsid} is not an NSID" if !can(regex("^[a-z][a-z0-9]*(\\.[a-z0-9-]+)+\\.[a-z][A-Za-z0-9]*$", nsid))],
    [for nsid, auth in local.functions[name].methods : "functions.${name}.trigger.http.methods.${nsid}.auth: ${auth == "" ? "nothing" : auth} is not a level" if !contains(local.auth_levels, auth)],
  )])

  pubsub_faults = flatten([for name, entry in local.raw.functions : concat(
    contains(keys(local.topics), try(coalesce(local.functions[name].topic), "")) ? [] : ["functions.${name}.trigger.pubsub.topic: ${try(coalesce(local.functions[name].topic), "nothing")} is not in topics"],
    [for key, range in local.pubsub_numbers : "functions.${name}.trigger.pubsub.${key}: ${jsonencode(try(entry.trigger.pubsub[key], null))} is not a whole number in ${range[0]}..${range[1]}"
    if !try(tonumber(entry.trigger.pubsub[key]) >= range[0] && tonumber(entry.trigger.pubsub[key]) <= range[1] && floor(entry.trigger.pubsub[key]) == tonumber(entry.trigger.pubsub[key]), false)],
    try(local.functions[name].min_backoff_s > local.functions[name].max_backoff_s, false) ? ["functions.${name}.trigger.pubsub.min_backoff_s: exceeds max_backoff_s"] : [],
    try(local.functions[name].timeout_s > local.functions[name].ack_deadline_s, false) ? ["functions.${name}.timeout_s: exceeds trigger.pubsub.ack_deadline_s"] : [],
  ) if can(entry.trigger.pubsub)])

  schedule_faults = flatten([for name, function in local.functions : concat(
    length(function.schedule) > 0 && function.kind != "event" ? ["functions.${name}.schedule: needs a pubsub trigger"] : [],
    [for index, schedule in function.schedule : "functions.${name}.schedule[${index}].every: ${schedule.every} does not divide an hour (1m to 30m) or a day (1h to 24h)"
      if !contains([for n in [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] : "${n}m"], schedule.every) &&
    !contains([for n in [1, 2, 3, 4, 6, 8, 12, 24] : "${n}h"], schedule.every)],
    [for index, schedule in function.schedule : "functions.${name}.schedule[${index}].task: ${schedule.task} is not a name" if !can(regex("^[a-z][a-z0-9-]{2,40}$", schedule.task))],
    length(distinct(function.schedule[*].task)) == length(function.schedule) ? [] : ["functions.${name}.schedule: a task is listed twice"],
  )])

  size_faults = flatten([for name, function in local.functions : concat(
    can(regex("^app\\.tiktoktoe(\\.[a-z][a-z0-9]*)+\\.[A-Z][A-Za-z0-9]*$", function.class)) ? [] : ["functions.${name}.class: ${function.class == "" ? "nothing" : function.class} is not a class of app.tiktoktoe"],
    contains(["source", "image"], function.packaging) ? [] : ["functions.${name}.packaging: ${function.packaging} is not one of source, image"],
    function.concurrency > 1 && function.cpu < 1 ? ["functions.${name}.concurrency: more than 1 needs a whole cpu"] : [],
    function.min_instances > function.max_instances ? ["functions.${name}.min_instances: exceeds max_instances"] : [],
    function.memory_mb > 4096 * function.cpu ? ["functions.${name}.memory_mb: ${function.memory_mb} needs more cpu than ${function.cpu} (4096 each)"] : [],
    length("fn-${name}${var.suffix}") > 30 ? ["functions.${name}: its account fn-${name}${var.suffix} is longer than 30 characters"] : [],
  )])

  grant_faults = flatten([for name, function in local.functions : concat(
    function.firestore == null ? [] : contains(["read", "write"], function.firestore) ? [] : ["functions.${name}.firestore: ${function.firestore} is not one of read, write"],
    [for topic in function.publishes : "functions.${name}.publishes: ${topic} is not in topics" if !contains(keys(local.topics), topic)],
    [for secret in function.secrets : "functions.${name}.secrets: ${secret} is not in secrets" if !contains(keys(local.secrets), secret)],
    [for secret in function.rotates : "functions.${name}.rotates: ${secret} is not in secrets" if !contains(keys(local.secrets), secret)],
    [for bucket, access in function.buckets : "functions.${name}.buckets: ${bucket} is not in buckets" if !contains(keys(local.buckets), bucket)],
    [for bucket, access in function.buckets : "functions.${name}.buckets.${bucket}: ${access} is not one of read, write" if !contains(["read", "write"], access)],
    [for role in function.roles : "functions.${name}.roles: ${role} is a primitive role" if contains(["owner", "editor", "viewer", "browser"], trimprefix(role, "roles/"))],
    [for role in function.roles : "functions.${name}.roles: ${role} is not a role like firebasecloudmessaging.admin" if !can(regex("^[a-z]+\\.[A-Za-z]+$", role)) && !contains(["owner", "editor", "viewer", "browser"], trimprefix(role, "roles/"))],
  )])

  # One owner per route, be it a function's or a bucket's.
  claims = concat(
    flatten([for name, function in local.functions : [for route in function.routes : { route = route, owner = "functions.${name}" }]]),
    [for name, bucket in local.buckets : { route = bucket.route, owner = "buckets.${name}" } if bucket.route != null],
  )
  owners       = { for claim in local.claims : claim.route => claim.owner... }
  route_faults = [for route, owners in local.owners : "${owners[1]}: ${route} already belongs to ${owners[0]}" if length(owners) > 1]

  faults = concat(
    local.file_faults, local.name_faults, local.number_faults, local.bucket_faults, local.trigger_faults, local.pubsub_faults,
    local.schedule_faults, local.size_faults, local.grant_faults, local.route_faults,
  )
}
