// Our Content-Security-Policy refuses code and styles that are made of text. Scalar can do without:
// its validator is told not to compile, its <style> elements get the page's nonce, and what it
// writes as style attributes is set through the CSSOM instead. tests/backend/schema asks Chromium.
(() => {
  globalThis.__zod_globalConfig = { jitless: true };

  const nonce = document.querySelector("meta[property=csp-nonce]").content;
  const create = document.createElement;
  document.createElement = function (name, options) {
    const element = create.call(this, name, options);
    if (name === "style") element.nonce = nonce;
    return element;
  };

  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === "style") this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };

  const html = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
  Object.defineProperty(Element.prototype, "innerHTML", {
    ...html,
    set(text) {
      html.set.call(this, String(text).replaceAll(' style="', ' data-style="'));
      for (const element of this.querySelectorAll("[data-style]")) {
        element.style.cssText = element.dataset.style;
      }
    },
  });

  document.addEventListener("DOMContentLoaded", () => {
    Scalar.createApiReference("#reference", {
      url: "/schema/openapi.json",
      authentication: { preferredSecurityScheme: "bearer" },
      withDefaultFonts: false, // they would come from another host, as would the next four
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
      showDeveloperTools: "never",
    });
  });
})();
