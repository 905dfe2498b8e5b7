variable "site" {
  description = "Whose installation it is; terraform/platform has the fields."
  type        = any
}

variable "images" {
  description = "Images by digest that services start with: by function, and `functions` for all others."
  type        = map(string)
  default     = {}
}

variable "bundles" {
  description = "Path of a function's bundle with {name} where its name is, or null for what the build leaves in the repository."
  type        = string
  default     = null
}

variable "release" {
  description = "Version that functions from bundles report."
  type        = string
  default     = "unreleased"
}

variable "name" {
  description = "Short name of the branch, 1 to 10 small letters and digits: what every name ends with."
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9]{1,10}$", var.name))
    error_message = "name: 1 to 10 small letters and digits, not \"${var.name}\"."
  }
}

variable "expires" {
  description = "Day after which anybody may remove it, for example 2026-12-31."
  type        = string
  validation {
    condition     = can(formatdate("YYYY-MM-DD", "${var.expires}T00:00:00Z"))
    error_message = "expires: a day like 2026-12-31, not \"${var.expires}\"."
  }
}
