variable "project" {
  description = "Project id."
  type        = string
}

variable "project_number" {
  description = "Project number; the budget counts this project only."
  type        = string
}

variable "org_id" {
  description = "Number of the organisation, or null: a project without one cannot have organisation policies, and gets none."
  type        = string
  default     = null
}

variable "services" {
  description = "APIs beside the ones that the product always needs, for example `memorystore.googleapis.com`."
  type        = set(string)
  default     = []
}

variable "allowed_regions" {
  description = "Value groups or regions of the policy gcp.resourceLocations."
  type        = set(string)
  default     = ["in:eu-locations"]
}

variable "customer_ids" {
  description = "Directory customer ids (`C0…`) whose members may get roles; empty: not restricted."
  type        = set(string)
  default     = []
}

variable "public_ingress" {
  description = "True where there is no balancer and functions are reached directly; false forbids that."
  type        = bool
  default     = false
}

variable "break_glass" {
  description = "Principals (principal://…) who may destroy key versions; everybody else may not, whatever their roles. Only with an organisation."
  type        = set(string)
  default     = []
}

variable "audit" {
  description = "Services whose data accesses are logged. Firestore's and Storage's are left out of the default on purpose: a line per document costs more than the document."
  type        = map(set(string))
  default = {
    "secretmanager.googleapis.com"  = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"]
    "cloudkms.googleapis.com"       = ["ADMIN_READ", "DATA_WRITE"]
    "iam.googleapis.com"            = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"]
    "iamcredentials.googleapis.com" = ["ADMIN_READ", "DATA_READ"]
    "sts.googleapis.com"            = ["ADMIN_READ", "DATA_READ"]
    "cloudbuild.googleapis.com"     = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"]
    "firestore.googleapis.com"      = ["ADMIN_READ"]
  }
  validation {
    condition     = length(setintersection(toset(keys(var.audit)), ["allServices"])) == 0 && length(setintersection(lookup(var.audit, "firestore.googleapis.com", []), ["DATA_READ", "DATA_WRITE"])) == 0
    error_message = "audit: no allServices and no data log of firestore.googleapis.com: it writes one line per document."
  }
}

variable "contacts" {
  description = "Who Google writes to: e-mail to categories (SECURITY, TECHNICAL, SUSPENSION, BILLING, LEGAL, PRODUCT_UPDATES, ALL)."
  type        = map(set(string))
  default     = {}
}

variable "billing_account" {
  description = "Billing account of the budget, or null: no budget (its rights are with somebody else)."
  type        = string
  default     = null
}

variable "budget_amount" {
  description = "Money a month, whole units of budget_currency."
  type        = number
  default     = 500
}

variable "budget_currency" {
  description = "Currency of the billing account, ISO 4217."
  type        = string
  default     = "EUR"
}

variable "budget_thresholds" {
  description = "Shares of the budget at which somebody is told; the last is the one at which the function `budget` acts."
  type        = set(number)
  default     = [0.5, 0.8, 1, 1.2]
}

variable "budget_topic" {
  description = "Id of the topic that the function `budget` hears and Cloud Billing may publish to, or null: no kill switch."
  type        = string
  default     = null
}

variable "notification_channels" {
  description = "Ids of Monitoring channels that get the budget's messages, at most 5. Empty: the billing account's administrators get them."
  type        = set(string)
  default     = []
  validation {
    condition     = length(var.notification_channels) <= 5
    error_message = "notification_channels: a budget takes at most 5."
  }
}
