// Behaviour shared by all pages. Everything is delegated or wired by `whenAdded`, so what htmx
// swaps in works like what the page came with.
(() => {
  const whenAdded = (selector, wire) => {
    const scan = (root) => {
      if (root.matches?.(selector)) wire(root);
      root.querySelectorAll?.(selector).forEach(wire);
    };
    scan(document);
    new MutationObserver((records) => {
      for (const record of records) record.addedNodes.forEach(scan);
    }).observe(document.documentElement, { childList: true, subtree: true });
  };

  // Lists between which things are dragged. The library comes when a pointer does (its address
  // stands in `data-sortable`): most visits drag nothing.
  const load = (src) =>
    new Promise((resolve) => {
      const script = Object.assign(document.createElement("script"), { src, onload: resolve });
      document.head.append(script);
    });
  const whenDragged = (selector, options) => {
    let library = null;
    const arm = async (list) => {
      await library;
      if (!list.isConnected || Sortable.get(list)) return;
      Sortable.create(list, options(list));
      document.documentElement.dataset.drags = "";
    };
    const approach = ({ target }) => {
      const src = target.closest?.("[data-sortable]")?.dataset.sortable;
      if (!src) return;
      document.removeEventListener("pointerover", approach);
      library = load(src);
      document.querySelectorAll(selector).forEach(arm);
    };
    document.addEventListener("pointerover", approach);
    whenAdded(selector, (list) => library && arm(list));
  };
  window.foyer = { whenAdded, whenDragged };

  const remember = (name, value) => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
  };

  // Dialogs ------------------------------------------------------------------------------------

  // All but the uppermost open dialog is out of reach, so the toasts go where the reader is.
  const hostToasts = () => {
    const toaster = document.querySelector(".toaster");
    const host = [...document.querySelectorAll("dialog:modal")].at(-1)?.firstElementChild;
    if (toaster && toaster.parentElement !== host) (host ?? document.body).append(toaster);
  };
  for (const change of ["toggle", "close"]) {
    document.addEventListener(change, ({ target }) => target.matches?.("dialog") && hostToasts(), true);
  }

  // One that arrives in an answer opens itself, and leaves the page when it is closed.
  whenAdded("dialog[data-open]", (dialog) => {
    if (!dialog.open) dialog.showModal();
    hostToasts();
    dialog.addEventListener("close", () => dialog.remove());
  });

  const dirty = (form) => form?.dataset.dirty !== undefined;
  const leave = (dialog) => {
    const form = dialog.querySelector("form[data-guard]");
    return !dirty(form) || confirm(form.dataset.guard);
  };

  // `commandfor` and `closedby` are native in current browsers; this covers older ones, and asks
  // before typed text is thrown away.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    const closes = button.getAttribute("command") === "close";
    if (closes && !leave(dialog)) event.preventDefault();
    else if (!("command" in button)) closes ? dialog.close() : dialog.showModal();
  });
  document.addEventListener(
    "cancel",
    (event) => {
      if (event.target.matches?.("dialog") && !leave(event.target)) event.preventDefault();
    },
    true,
  );

  // Menus --------------------------------------------------------------------------------------

  document.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target;
      if (!menu.matches?.(".menu, .popover") || event.newState !== "open") return;
      if (!CSS.supports("position-area", "bottom")) place(menu);
    },
    true,
  );
  const place = (menu) => {
    const opener = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
    const at = opener.getBoundingClientRect();
    const above = at.bottom + menu.offsetHeight > innerHeight;
    menu.style.position = "fixed";
    menu.style.top = `${above ? at.top - menu.offsetHeight - 8 : at.bottom}px`;
    menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - menu.offsetWidth - 8))}px`;
  };
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.(".menu");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!menu || !step) return;
    event.preventDefault();
    const items = [...menu.querySelectorAll(".menu-item")];
    items.at((items.indexOf(event.target) + step) % items.length).focus();
  });

  document.addEventListener("click", (event) => {
    event.target.closest?.(".menu-item:not([type=submit])")?.closest(".menu")?.hidePopover();
  });
  document.addEventListener("submit", (event) => event.target.closest(".menu")?.hidePopover());

  // Toasts -------------------------------------------------------------------------------------

  // The same news told twice is one toast.
  whenAdded(".toast", (toast) => {
    for (const other of toast.parentElement?.children ?? []) {
      if (other === toast) break;
      if (other.matches(".toast") && other.textContent === toast.textContent) other.remove();
    }
  });

  const dismiss = (toast) => {
    if (toast.contains(document.activeElement)) document.querySelector("main")?.focus();
    toast.dataset.leaving = "";
    setTimeout(() => toast.remove(), 200);
  };
  whenAdded(".toast[data-seconds]", (toast) => {
    let timer;
    const stop = () => clearTimeout(timer);
    const start = () => {
      stop();
      timer = setTimeout(dismiss, toast.dataset.seconds * 1000, toast);
    };
    const holds = new Set(); // the pointer and the focus: it stays until both are gone
    for (const [comes, goes] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]]) {
      toast.addEventListener(comes, () => (holds.add(comes), stop()));
      toast.addEventListener(goes, () => (holds.delete(comes), holds.size || start()));
    }
    start();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (button) dismiss(button.closest(".toast, [data-dismissable]"));
  });
  document.addEventListener("htmx:before:swap", ({ target }) => {
    const toast = target.closest?.(".toast");
    if (toast) dismiss(toast);
  });

  // The answer before may have put another in the place of what this one was asked for.
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.target?.isConnected !== false) return;
    ctx.target = document.getElementById(ctx.target.id) ?? ctx.target;
  });

  // When the server cannot be reached, or answers with nothing to show, say so.
  const trouble = (name) => {
    const template = document.querySelector(`template[data-trouble="${name}"]`);
    document.querySelector(".toaster")?.append(template.content.cloneNode(true));
  };
  // What a page fetches by itself (live.js) fails in silence.
  document.addEventListener("htmx:error", (event) => {
    if (!event.detail.ctx?.live) trouble("offline");
  });
  document.addEventListener("htmx:response:error", (event) => {
    const { response, text, live } = event.detail.ctx;
    if (live) return;
    const unshown = response.status >= 500 || [401, 403, 404, 429].includes(response.status);
    const spoken = text?.includes("<hx-partial") || response.headers.has("HX-Redirect");
    if (unshown && !spoken) trouble("failed");
  });

  // What was stored is shown until better times: a 204 says that they have not come.
  const AWAIT = 4_000;
  whenAdded("[data-awaits]", async (sign) => {
    while (sign.isConnected) {
      await new Promise((resolve) => setTimeout(resolve, AWAIT));
      if (document.hidden || document.querySelector("form[data-dirty]")) continue;
      const answer = await fetch(sign.dataset.awaits).catch(() => null);
      if (answer?.status === 200) return location.assign(location.pathname + location.search);
    }
  });

  // Whoever stood in what a swap took away stands in the main part then, and not nowhere.
  const isNowhere = () => document.activeElement === document.body;
  let stood = false;
  document.addEventListener("htmx:before:swap", () => (stood = !isNowhere()));
  document.addEventListener("htmx:after:swap", () => {
    if (!stood) return;
    setTimeout(() => isNowhere() && document.querySelector("main")?.focus({ preventScroll: true }));
  });

  // So does whoever sent a form by keyboard whose page comes anew, or at its button if that is there.
  const SENT = "foyer:sent";
  const remembered = ({ target, submitter }) => {
    if (target.method !== "post" || target.matches("[hx-post]")) return;
    if (target.querySelector(":focus-visible")) sessionStorage.setItem(SENT, submitter?.id || "main");
  };
  document.addEventListener("submit", remembered, true); // before a menu closes
  addEventListener("pageshow", () => {
    const id = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    const next = document.getElementById(id) ?? document.querySelector("main");
    if (id && isNowhere()) next?.focus({ preventScroll: true });
  });

  // Forms --------------------------------------------------------------------------------------

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.dataset.guard !== undefined) form.dataset.dirty = "";
  });
  document.addEventListener("submit", (event) => {
    delete event.target.dataset.dirty;
    if (event.target.dataset.discards === undefined) return;
    for (const form of document.querySelectorAll("form[data-dirty]")) delete form.dataset.dirty;
  });
  // What was not saved is still only here.
  const unsaved = ({ target }) => {
    if (target.dataset?.guard !== undefined) target.dataset.dirty = "";
  };
  document.addEventListener("htmx:error", unsaved);
  document.addEventListener("htmx:response:error", unsaved);

  // Somebody signed in again while this page was open: its forms get the new session's token.
  document.addEventListener("htmx:after:request", (event) => {
    const token = event.detail.ctx.response.headers.get("X-CSRF-Token");
    if (!token) return;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRF-Token": token }));
    for (const input of document.querySelectorAll("[name=csrf_token]")) input.value = token;
  });
  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-dirty]")) event.preventDefault();
  });
  // The same for what htmx would put in its place. A morph keeps what was typed.
  document.addEventListener("htmx:before:request", (event) => {
    const { target, swap, sourceElement } = event.detail.ctx;
    if (!target?.querySelectorAll || swap?.includes("Morph")) return;
    const lost = [...target.querySelectorAll("form[data-guard][data-dirty]")];
    if (lost.some((form) => !form.contains(sourceElement) && !confirm(form.dataset.guard))) {
      event.preventDefault();
    }
  });

  // The first wrong field of a form that came back gets the focus.
  whenAdded("form[data-refused]", (form) => form.querySelector("[aria-invalid=true]")?.focus());

  // Where an answer wants the reader to go on. The browser's own autofocus is for fresh pages.
  document.addEventListener("htmx:after:swap", () => {
    const next = document.querySelector("[data-focus]");
    if (!next) return;
    delete next.dataset.focus;
    next.focus();
    next.select?.();
  });

  // Shell --------------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-sidebar-toggle]");
    if (!toggle) return;
    const collapsed = document.querySelector(".shell").toggleAttribute("data-collapsed");
    toggle.setAttribute("aria-expanded", String(!collapsed));
    remember("sidebar", collapsed ? "collapsed" : "open");
  });
})();
