output "accounts" {
  description = "E-mail of each account of the pipeline: assembler, builder, deployer, provisioner."
  value       = { for name, account in google_service_account.pipeline : name => account.email }
}

output "repositories" {
  description = "Id of each image repository: `images` takes what the pipeline builds, `functions` is for build_config.docker_repository."
  value       = { for name, repository in google_artifact_registry_repository.docker : name => repository.id }
}

output "registry" {
  description = "Where the pipeline pushes images, without a slash at the end."
  value       = "${local.registry}/${google_artifact_registry_repository.docker["images"].repository_id}"
}

output "attestor" {
  description = "Name of the attestor."
  value       = google_binary_authorization_attestor.pipeline.name
}

output "attest_key" {
  description = "Version of the key that signs attestations."
  value       = data.google_kms_crypto_key_version.attest.id
}

output "workload_identity_provider" {
  description = "What a workflow on GitHub names to become `builder`."
  value       = google_iam_workload_identity_pool_provider.actions.name
}

output "assembly" {
  description = "Who builds source functions and where their images go, once that account may: `account` and `repository` of build_config."
  value = {
    account    = google_service_account.pipeline["assembler"].id
    repository = google_artifact_registry_repository.docker["functions"].id
  }
  depends_on = [google_artifact_registry_repository_iam_member.write, google_storage_bucket_iam_member.bundles, google_project_iam_member.pipeline]
}
