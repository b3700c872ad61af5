// What a browser can say of the gallery's previews: what axe finds in each, and which requests of
// htmx went to and fro.
(() => {
  const AXE = document.querySelector("[data-axe-source]")?.dataset.axeSource;
  // A preview is a part of a page: rules for whole pages do not apply to it.
  const PART = {
    rules: Object.fromEntries(
      ["region", "page-has-heading-one", "landmark-one-main", "landmark-unique"].map((rule) => [
        rule,
        { enabled: false },
      ]),
    ),
    resultTypes: ["violations"],
  };

  const TALLEST = 800; // pixels; beyond that a preview scrolls

  const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

  const withAxe = (frame) =>
    new Promise((resolve, reject) => {
      const script = frame.contentDocument.createElement("script");
      script.src = AXE;
      script.onload = () => resolve(frame.contentWindow.axe);
      script.onerror = reject;
      frame.contentDocument.head.append(script);
    });

  const look = async (frame, section) => {
    const verdict = section.querySelector("[data-axe]");
    if (!verdict || !AXE) return;
    const { contentDocument: shown } = frame;
    const axe = await withAxe(frame);
    const { violations } = await axe.run(shown, PART);
    if (frame.contentDocument !== shown) return;
    verdict.textContent = violations.length
      ? `Accessibility: ${violations.length} found`
      : "Accessibility: nothing found";
    verdict.dataset.tone = violations.length ? "danger" : "success";
    const list = section.querySelector("[data-findings]");
    for (const { id, help, nodes } of violations) {
      list.append(element("li", `${id}: ${help} (${nodes.map((node) => node.html).join(", ")})`));
      list.hidden = false;
    }
  };

  const listen = (frame, section) => {
    const log = section.querySelector("[data-log]");
    if (!log) return;
    frame.contentDocument.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
      const { method, action } = ctx.request;
      const { hostname: _, pathname, search } = new URL(action, frame.contentWindow.location);
      const to = ctx.target?.id ? `#${ctx.target.id}` : ctx.target?.localName;
      const entry = document.createElement("li");
      entry.append(
        element("b", `${method.toUpperCase()} ${pathname}${search}`),
        ` answered ${ctx.response.raw?.status ?? ctx.response.status}, ${ctx.text.length} characters, into ${to} by ${ctx.swap}`,
        Object.assign(element("pre", ctx.text), { className: "gallery-code", tabIndex: 0 }),
      );
      log.append(entry);
      log.hidden = false;
    });
  };

  // The address follows the knobs, so that it can be sent to somebody.
  document.addEventListener("input", ({ target }) => {
    const knobs = target.closest("[data-knobs]");
    if (!knobs) return;
    const turned = [...new FormData(knobs)].filter(([, value]) => value !== "");
    history.replaceState(history.state, "", `?${new URLSearchParams(turned)}`);
  });

  // One after the other: each is some tenths of a second of this page's only thread. Nobody hears
  // again from a preview that has given way to the next one while it was looked at.
  let turn = Promise.resolve();
  const loaded = (frame) => {
    const section = frame.closest("section");
    const { contentDocument: shown, contentWindow } = frame;
    const { scrollHeight } = shown.documentElement;
    if (scrollHeight > frame.clientHeight) frame.height = Math.min(scrollHeight + 2, TALLEST);
    listen(frame, section);
    const gone = new Promise((gives) => contentWindow.addEventListener("pagehide", gives));
    const looked = () => frame.contentDocument === shown && Promise.race([look(frame, section), gone]);
    turn = turn.then(looked).catch(() => {});
  };

  foyer.whenAdded(".gallery-frame", (frame) => {
    frame.addEventListener("load", () => loaded(frame));
    if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.body?.children.length)
      loaded(frame);
  });
})();
