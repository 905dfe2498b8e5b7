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

variable "attested" {
  description = "Only attested images run. False for the very first apply, when nothing has been attested."
  type        = bool
  default     = true
}
