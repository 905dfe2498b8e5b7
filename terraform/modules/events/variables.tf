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

variable "home_region" {
  description = "Region of the schedules and of the functions that take messages."
  type        = string
}

variable "storage_regions" {
  description = "Regions in which messages may be kept."
  type        = set(string)
}

variable "kms_key" {
  description = "Key of the topics, or null for Google's."
  type        = string
  default     = null
}

variable "topics" {
  description = "The catalogue's topics."
  type        = map(object({ retention_h = number }))
}

variable "subscribers" {
  description = "The functions that take messages, by name: what the catalogue says of them, and where they are."
  type = map(object({
    topic                 = string
    ack_deadline_s        = number
    max_delivery_attempts = number
    min_backoff_s         = number
    max_backoff_s         = number
    schedule              = list(object({ task = string, cron = string }))
    endpoint              = string
    audience              = string
  }))
}

variable "notifications" {
  description = "Name of a topic by the name of the bucket whose finished objects it hears, both as the catalogue has them."
  type        = map(string)
}

variable "buckets" {
  description = "Buckets by their name in the catalogue."
  type        = map(object({ name = string }))
}

variable "agents" {
  description = "Google's own service agents as IAM members: pubsub, secretmanager and storage."
  type        = object({ pubsub = string, secretmanager = string, storage = string })
}
