variable "project" {
  description = "Project id."
  type        = string
}

variable "project_number" {
  description = "Project number; Pub/Sub's service agent is named after it."
  type        = string
}

variable "location" {
  description = "BigQuery location, for example `EU` or `europe-west1`."
  type        = string
}

variable "topics" {
  description = "The catalogue's topics; `commits` is the one that is kept."
  type        = map(object({ id = string, name = string }))
  validation {
    condition     = contains(keys(var.topics), "commits")
    error_message = "topics: there is no topic \"commits\", only ${join(", ", keys(var.topics))}."
  }
}

variable "storage_regions" {
  description = "Regions in which the dead-letter topic may keep messages."
  type        = set(string)
  validation {
    condition     = length(var.storage_regions) > 0
    error_message = "storage_regions: at least one."
  }
}

variable "kms_key" {
  description = "Key of the data set, or null for Google's. BigQuery's service agent gets it here."
  type        = string
  default     = null
}

variable "retention_days" {
  description = "Days that an event is kept."
  type        = number
  default     = 400
  validation {
    condition     = var.retention_days >= 1 && var.retention_days <= 400
    error_message = "retention_days: 1 to 400, the views look no further back."
  }
}

variable "deletion_protection" {
  description = "False only where an environment is thrown away."
  type        = bool
  default     = true
}
