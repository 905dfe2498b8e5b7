# All Terraform as text, for rules that hold in every file: which files have what each rule looks for.
locals {
  files = setunion([for pattern in ["modules/*/*.tf", "platform/*.tf", "environments/*/*.tf"] : fileset("${path.module}/../../..", pattern)]...)
  rules = {
    everybody_may_call = "\"(allUsers|allAuthenticatedUsers)\""
    open_ingress       = "INGRESS_TRAFFIC_ALL|ALLOW_ALL"
    primitive_role     = "(?m)^\\s*roles?\\s*=.*\"roles/(owner|editor|viewer|browser)\""
    secret_in_state    = "resource \"google_(secret_manager_secret_version|service_account_key|storage_hmac_key|compute_backend_bucket_signed_url_key)\""
  }
}

output "found" {
  value = { for name, rule in local.rules : name => join(" ", [for file in local.files : file if can(regex(rule, file("${path.module}/../../../${file}")))]) }
}
