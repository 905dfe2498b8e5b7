# A guest in the project of dev, gone when its branch is merged: own names, own database, own buckets, the host's APIs, pipeline and
# alerts. No backups, no keys and no protection, because its data is thrown away on purpose and a key ring could never be.
module "platform" {
  source      = "../../platform"
  environment = "branch"
  site        = merge(var.site, { domain = null }) # a domain is the host's, not the guest's
  images      = var.images
  bundles     = var.bundles
  release     = var.release

  suffix    = "-${var.name}"
  labels    = { branch = var.name, expires = var.expires }
  front     = "router"
  encrypted = false
  protected = false
  backups   = false
}
