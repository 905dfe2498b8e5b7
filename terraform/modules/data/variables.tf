variable "project" {
  description = "Project id."
  type        = string
}

variable "suffix" {
  description = "What every name ends with; not empty only for the throw-away environment of a branch."
  type        = string
  default     = ""
}

variable "labels" {
  description = "Labels of everything that takes labels."
  type        = map(string)
  default     = {}
}

variable "locations" {
  description = "Where data is, for good: none of it can be changed later. `regions` are the two regions that hold secrets, and the dual region of the buckets."
  type = object({
    firestore = optional(string, "eur3")
    storage   = optional(string, "EU")
    kms       = optional(string, "europe")
    regions   = optional(set(string), ["europe-west1", "europe-west4"])
  })
  default = {}
}

variable "key_regions" {
  description = "Regions that need a key of their own beside those of `locations`: where services run."
  type        = set(string)
}

variable "agents" {
  description = "Google's own service agents as IAM members, which get the keys: firestore, pubsub, run, secretmanager and storage."
  type        = object({ firestore = string, pubsub = string, run = string, secretmanager = string, storage = string })
}

variable "encrypted" {
  description = "Encrypt with keys of our own. False for what is thrown away: a key ring can never be deleted."
  type        = bool
  default     = true
}

variable "protected" {
  description = "Refuse to delete the database, full buckets and secrets."
  type        = bool
  default     = true
}

variable "backups" {
  description = "Daily backups kept 30 days and weekly ones kept 14 weeks. False only where the data is thrown away on purpose."
  type        = bool
  default     = true
}

variable "turbo_replication" {
  description = "Second region within 15 minutes instead of within an hour for nearly all objects; costs per byte."
  type        = bool
  default     = false
}

variable "firestore" {
  description = "Content of terraform/firestore.yaml: indexes, ttl, exempt and queried."
  type = object({
    indexes = list(object({ collection = string, scope = string, fields = list(object({ path = string, order = string })) }))
    ttl     = list(object({ collection = string, field = string }))
    exempt  = list(object({ collection = string, field = string }))
    queried = optional(list(object({ collection = string, field = string })), [])
  })
}

variable "buckets" {
  description = "The catalogue's buckets."
  type        = map(object({ route = optional(string), notify = optional(string), lifecycle_days = optional(number) }))
}

variable "secrets" {
  description = "The catalogue's secrets."
  type        = map(object({ rotation_days = number }))
}

variable "rotation_topic" {
  description = "Id of the topic that hears when a secret needs a new version; Secret Manager must be able to publish to it."
  type        = string
}

variable "web_origins" {
  description = "Origins of web pages that may read blobs and videos and upload."
  type        = set(string)
  default     = ["*"]
}
