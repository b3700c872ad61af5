document.addEventListener("DOMContentLoaded", () => {
  SwaggerUIBundle({
    url: "/schema/openapi.json",
    dom_id: "#reference",
    deepLinking: true,
    validatorUrl: null, // another host
    presets: [SwaggerUIBundle.presets.apis],
  });
});
