window.SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#methods',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  persistAuthorization: true,
  defaultModelsExpandDepth: -1,
  defaultModelExpandDepth: 2,
  validatorUrl: null,
})
