variable "site" {
  description = "Whose installation it is. `domain` is null only where the front is known by its own address; `router_image` (nginx by digest) is read only where the front is a router. Calls are passed on to `proxy_services` (`did:web:example.com#service`), those of methods that nobody here serves to `proxy_default`. `scanner_url` is a moderation service that is asked about each video (`functions/media`)."
  type = object({
    project             = string
    domain              = optional(string)
    notification_emails = optional(set(string), [])
    runbooks_url        = optional(string)
    state_bucket        = optional(string)
    repository          = optional(object({ owner = string, name = string, id = number, branch = optional(string, "main"), connection = optional(string) }))
    org_id              = optional(string)
    customer_ids        = optional(set(string), [])
    billing_account     = optional(string)
    contacts            = optional(map(set(string)), {})
    plc_url             = optional(string, "https://plc.directory")
    mail_sender         = optional(string)
    invite_required     = optional(bool, false)
    invite_days         = optional(number, 0)
    proxy_services      = optional(set(string), [])
    proxy_default       = optional(string)
    firebase_auth       = optional(bool, false)
    scanner_url         = optional(string)
    router_image        = optional(string)
  })
  validation {
    condition     = alltrue([for service in var.site.proxy_services : can(regex("^did:(web|plc):[A-Za-z0-9.%:_-]+#[A-Za-z0-9_.-]+$", service))])
    error_message = "site.proxy_services: each is a DID and a service of it, did:web:example.com#service: ${join(", ", var.site.proxy_services)}."
  }
  validation {
    condition     = var.site.proxy_default == null || contains(var.site.proxy_services, coalesce(var.site.proxy_default, "-"))
    error_message = "site.proxy_default is not one of site.proxy_services."
  }
  validation {
    condition     = var.site.scanner_url == null || can(regex("^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[^#\\s]*)?$", var.site.scanner_url))
    error_message = "site.scanner_url is no https URL without credentials and fragment."
  }
}

variable "environment" {
  description = "dev, staging, prod, small, or branch: a guest in the project of dev, which brings no operations of its own."
  type        = string
  validation {
    condition     = contains(["dev", "staging", "prod", "small", "branch"], var.environment)
    error_message = "environment: dev, staging, prod, small or branch, not \"${var.environment}\"."
  }
}

variable "suffix" {
  description = "What every name ends with, for example `-sound`; empty unless the environment is a branch's."
  type        = string
  default     = ""
  validation {
    condition     = can(regex("^(-[a-z0-9]{1,10})?$", var.suffix)) && (var.suffix == "") == (var.environment != "branch")
    error_message = "suffix: a hyphen and 1 to 10 small letters or digits for a branch, nothing for the others, not \"${var.suffix}\"."
  }
}

variable "labels" {
  description = "Labels beside `app` and `environment`."
  type        = map(string)
  default     = {}
}

variable "catalogue_file" {
  description = "The catalogue, or null for the repository's."
  type        = string
  default     = null
}

variable "bundles" {
  description = "Path of a function's bundle with {name} where its name is, or null for what the build leaves in the repository."
  type        = string
  default     = null
}

variable "images" {
  description = "Images by digest that services start with: by function, and `functions` for all others. The pipeline changes them afterwards."
  type        = map(string)
  default     = {}
}

variable "release" {
  description = "Version that functions from bundles report. An image knows its own."
  type        = string
  default     = "unreleased"
}

variable "packaging" {
  description = "`image` runs every function from an image; null leaves it to the catalogue."
  type        = string
  default     = null
  validation {
    condition     = var.packaging == null || var.packaging == "image"
    error_message = "packaging: image or null, not \"${coalesce(var.packaging, "null")}\"."
  }
}

variable "min_instances" {
  description = "Instances kept warm, by function, where it differs from the catalogue."
  type        = map(number)
  default     = {}
}

variable "regions" {
  description = "Where functions that serve HTTP run. `serving` false takes a region out of the balancer, `range` are its private addresses."
  type        = map(object({ serving = optional(bool, true), range = string }))
  default     = { europe-west1 = { range = "10.10.0.0/22" } }
  validation {
    condition     = anytrue([for region in var.regions : region.serving])
    error_message = "regions: none of ${join(", ", keys(var.regions))} serves."
  }
}

variable "home_region" {
  description = "Region of everything that is in one region: functions that take messages, schedules, builds, logs."
  type        = string
  default     = "europe-west1"
  validation {
    condition     = contains(keys(var.regions), var.home_region)
    error_message = "home_region: ${var.home_region} is not in regions."
  }
}

variable "locations" {
  description = "Where data is, for good; see the module data."
  type = object({
    firestore = optional(string, "eur3")
    storage   = optional(string, "EU")
    kms       = optional(string, "europe")
    regions   = optional(set(string), ["europe-west1", "europe-west4"])
  })
  default = {}
}

variable "front" {
  description = "`balancer` (with Cloud Armor, cache, wildcard certificate) or `router` (one service that costs nothing while idle)."
  type        = string
  default     = "balancer"
  validation {
    condition     = contains(["balancer", "router"], var.front)
    error_message = "front: balancer or router, not \"${var.front}\"."
  }
  validation {
    condition     = var.front == "router" || var.site.domain != null
    error_message = "front: a balancer needs site.domain."
  }
  validation {
    condition     = var.front == "balancer" || length(var.regions) == 1
    error_message = "front: a router is in one region, regions has ${length(var.regions)}."
  }
}

variable "encrypted" {
  description = "Encrypt with keys of our own; see the module data."
  type        = bool
  default     = true
}

variable "protected" {
  description = "Refuse to delete what holds data or serves."
  type        = bool
  default     = true
}

variable "backups" {
  description = "Daily and weekly backups; see the module data."
  type        = bool
  default     = true
}

variable "turbo_replication" {
  description = "Objects are in both regions within 15 minutes."
  type        = bool
  default     = false
}

variable "attested" {
  description = "Only attested images run. False until the pipeline has delivered the first one."
  type        = bool
  default     = false
}

variable "valkey" {
  description = "A cache in every region, or null."
  type        = object({ node_type = optional(string, "SHARED_CORE_NANO"), replicas = optional(number, 1) })
  default     = null
}

variable "analytics" {
  description = "Keep commits in BigQuery."
  type        = bool
  default     = true
}

variable "approval" {
  description = "A person must approve each delivery."
  type        = bool
  default     = true
}

variable "waf_preview" {
  description = "Only log what the preconfigured rules of Cloud Armor would refuse."
  type        = bool
  default     = true
}

variable "budget" {
  description = "Money a month."
  type        = object({ amount = number, currency = optional(string, "EUR") })
  default     = { amount = 100 }
}

variable "brake" {
  description = "The share of the budget at which the function `budget` stops services, and whose: names of functions, or null for all but `budget` and `rotation`."
  type        = object({ ratio = optional(number, 1.2), functions = optional(set(string)) })
  default     = {}
  validation {
    condition     = var.brake.ratio > 0
    error_message = "brake.ratio: a share above 0; 1.2 is 120 % of the budget."
  }
  validation {
    condition     = !contains(coalesce(var.brake.functions, []), "budget")
    error_message = "brake.functions: `budget` cannot stop itself."
  }
}

variable "logs" {
  description = "How long logs are kept; see the module observability."
  type = object({
    retention_days       = optional(number, 30)
    audit_retention_days = optional(number, 400)
    locked               = optional(bool, false)
    request_share        = optional(number, 1)
  })
  default = {}
}

variable "uptime_period_s" {
  description = "How often the public checks ask: 60, 300, 600 or 900 seconds. Each keeps an instance awake."
  type        = number
  default     = 300
}
