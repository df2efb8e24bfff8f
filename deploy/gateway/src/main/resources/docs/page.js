window.ui = SwaggerUIBundle({
  url: "/openapi",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  // The public validator would be told this page's address.
  validatorUrl: null,
  // A link must not be able to point this page at another document.
  queryConfigEnabled: false,
});
