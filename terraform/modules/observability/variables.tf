variable "project" {
  description = "Project id."
  type        = string
}

variable "project_number" {
  description = "Project number; service agents are named after it."
  type        = string
}

variable "location" {
  description = "Where logs are kept: a region, or `eu`, `us` or `global`."
  type        = string
}

variable "domain" {
  description = "Host that the uptime checks ask, the product's public name."
  type        = string
}

variable "services" {
  description = "Every deployed function, by its name in the catalogue."
  type = map(object({
    name            = string
    location        = string
    uri             = string
    kind            = string
    service_account = string
    packaging       = string
  }))
  validation {
    condition     = alltrue([for s in var.services : contains(["http", "event"], s.kind)])
    error_message = "services: kind is \"http\" or \"event\", not ${join(", ", [for k, s in var.services : "\"${s.kind}\" (${k})" if !contains(["http", "event"], s.kind)])}."
  }
}

variable "subscriptions" {
  description = "The push subscription of every event function, by the function's name."
  type = map(object({
    name                     = string
    topic                    = string
    dead_letter_topic        = string
    dead_letter_subscription = string
    ack_deadline_s           = number
  }))
}

variable "extra_dead_letter_subscriptions" {
  description = "Dead-letter subscriptions that belong to no function (analytics)."
  type        = set(string)
  default     = []
}

variable "methods" {
  description = "What each function serves: NSIDs and paths, or its topic. The latency objective counts these, without slow_methods."
  type        = map(list(string))
}

variable "slow_methods" {
  description = "Methods that hash a password, call the directory or carry media: measured, but not part of the latency objective."
  type        = set(string)
  default = [
    "com.atproto.repo.uploadBlob",
    "com.atproto.server.createAccount",
    "com.atproto.server.createSession",
    "com.atproto.sync.getBlob",
    "app.bsky.video.uploadVideo",
  ]
}

variable "max_instances" {
  description = "Most instances of each function, from the catalogue. A function that is left out has no alert on reaching it."
  type        = map(number)
  default     = {}
}

variable "scheduled" {
  description = "Functions that a schedule calls at least every 10 minutes: silence is an alert."
  type        = set(string)
  default     = []
}

variable "notification_emails" {
  description = "Who is told. At least one."
  type        = set(string)
  validation {
    condition     = length(var.notification_emails) > 0
    error_message = "notification_emails: an alert needs somebody who gets it."
  }
}

variable "notification_topic" {
  description = "Id of a Pub/Sub topic that hears every alert as well, or null."
  type        = string
  default     = null
}

variable "runbooks_url" {
  description = "Where terraform/runbooks can be read, without a slash at the end."
  type        = string
  validation {
    condition     = can(regex("^https://.*[^/]$", var.runbooks_url))
    error_message = "runbooks_url: an https URL without a slash at the end."
  }
}

variable "slo" {
  description = "Objectives over 28 days. Goals are shares of requests, deliveries and jobs."
  type = object({
    availability_goal = optional(number, 0.999)
    latency_goal      = optional(number, 0.95)
    latency_ms        = optional(number, 200)
    freshness_goal    = optional(number, 0.95)
    freshness_ms      = optional(number, 1000)
    jobs_goal         = optional(number, 0.99)
  })
  default = {}
}

variable "burn_rates" {
  description = "Multi-window burn-rate alerts per objective: both windows must burn faster than `rate`. Severity is that of the alert."
  type = map(object({
    rate     = number
    long_s   = number
    short_s  = number
    severity = string
  }))
  default = {
    fast   = { rate = 14.4, long_s = 3600, short_s = 300, severity = "CRITICAL" }
    medium = { rate = 6, long_s = 21600, short_s = 1800, severity = "ERROR" }
    slow   = { rate = 1, long_s = 259200, short_s = 21600, severity = "WARNING" }
  }
}

variable "minimum_requests" {
  description = "Fewest requests in the long window of a burn-rate alert: below it a single error is no trend."
  type        = number
  default     = 30
}

variable "uptime" {
  description = "How often the public checks ask; 60, 300, 600 or 900 seconds. Each asks from three continents, so it also keeps an instance awake."
  type        = object({ period_s = optional(number, 60) })
  default     = {}
}

variable "logs" {
  description = "How long application logs are searchable and audit logs are kept (write once). `locked` makes the audit retention irreversible: production only. `request_share` is the share of the lines of successful invocations that is stored; metrics count all of them."
  type = object({
    retention_days       = optional(number, 30)
    request_share        = optional(number, 1)
    audit_retention_days = optional(number, 400)
    locked               = optional(bool, false)
  })
  default = {}
}

variable "audit_bucket_location" {
  description = "Location of the bucket that keeps audit logs, as Cloud Storage names it."
  type        = string
}

variable "kms_key" {
  description = "Key of the audit bucket, or null for Google's. The application log has none on purpose, see README."
  type        = string
  default     = null
}

variable "thresholds" {
  description = "Levels that are worth a look; those of cost are per hour and whole project."
  type = object({
    firestore_reads_per_hour  = optional(number, 2000000)
    firestore_writes_per_hour = optional(number, 1000000)
    oldest_unacked_s          = optional(number, 300)
  })
  default = {}
}
