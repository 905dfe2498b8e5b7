# As prod in kind, less in number: what works here works there.
module "platform" {
  source      = "../../platform"
  environment = "staging"
  site        = var.site
  images      = var.images
  bundles     = var.bundles
  release     = var.release

  packaging = "image"
  attested  = var.attested
  approval  = false
  budget    = { amount = 200 }
}
