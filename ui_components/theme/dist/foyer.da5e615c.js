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
  window.foyer = { whenAdded };

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
      if (!menu.matches?.(".menu") || event.newState !== "open") return;
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
    toast.dataset.leaving = "";
    setTimeout(() => toast.remove(), 200);
  };
  whenAdded(".toast[data-seconds]", (toast) => {
    let timer;
    const start = () => (timer = setTimeout(dismiss, toast.dataset.seconds * 1000, toast));
    const stop = () => clearTimeout(timer);
    toast.addEventListener("pointerenter", stop);
    toast.addEventListener("focusin", stop);
    toast.addEventListener("pointerleave", start);
    toast.addEventListener("focusout", start);
    start();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (button) dismiss(button.closest(".toast"));
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

  // The first wrong field of a form that came back gets the focus.
  whenAdded("form[data-refused]", (form) => form.querySelector("[aria-invalid=true]")?.focus());

  // Shell --------------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-sidebar-toggle]");
    if (!toggle) return;
    const collapsed = document.querySelector(".shell").toggleAttribute("data-collapsed");
    toggle.setAttribute("aria-expanded", String(!collapsed));
    remember("sidebar", collapsed ? "collapsed" : "open");
  });
})();
// What others do shows here: one stream of events for a browser, however many tabs it has, and
// each page fetches anew the parts of it that follow the records in question.
(() => {
  const SILENCE = 40_000; // a stream that says nothing for so long is held back on the way
  const PATIENCE = 5_000; // until it has said hello
  const POLL = 10_000;
  const RETURN = 60_000; // from asking now and then to another try of a stream
  const GAP = 400; // between two looks at the same part
  const KEPT = 200;

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("foyer-live") : null;
  const remembered = [];
  let frame = null;
  let position = "";

  const order = (at) => at.split("-").map(Number);
  const isNewer = (at, than) => {
    if (!than) return true;
    const [a, b] = [order(at), order(than)];
    return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
  };

  // Parts of the page --------------------------------------------------------------------------

  // `data-live="deal client:ID"`: every deal, and this client with all that belongs to it.
  const follows = (part, event) => {
    const told = ["*", event.kind, `${event.kind}:${event.id}`, ...(event.of ?? [])];
    return part.dataset.live.split(" ").some((topic) => told.includes(topic));
  };
  const parts = () => [...document.querySelectorAll("[data-live]")];
  const stale = new Set();
  const crossed = new WeakSet(); // whose answer is older than one that the reader asked for

  const isBusy = () =>
    document.hidden || document.querySelector(".sortable-chosen, [data-held], .htmx-swapping");
  const isDirty = (part) => part.querySelector("form[data-dirty]") !== null;

  const hint = (part) => {
    const main = document.querySelector("main");
    if (main.querySelector(".live-hint")) return;
    const template = document.querySelector("template[data-live-hint]");
    main.prepend(template.content.cloneNode(true));
    main.querySelector(".live-hint button").addEventListener("click", () => look(part));
  };

  const look = async (part) => {
    stale.delete(part);
    document.querySelector(".live-hint")?.remove();
    const hadFocus = part.contains(document.activeElement);
    const url = part.dataset.liveUrl ?? location.pathname + location.search;
    crossed.delete(part);
    part.dataset.looking = "";
    const live = { part, here: location.href };
    await htmx.ajax("GET", url, { source: part, target: part, swap: "outerMorph", live });
    delete part.dataset.looking;
    if (hadFocus && document.activeElement === document.body) {
      document.querySelector("main").focus({ preventScroll: true });
    }
  };

  // One answer for a burst of events, and not all browsers in the same instant.
  const mark = (part) => {
    if (stale.has(part)) return;
    stale.add(part);
    setTimeout(settle, 40 + Math.random() * 80, part);
  };
  const settle = (part) => {
    if (!part.isConnected) stale.delete(part);
    else if (isBusy() || part.dataset.looking !== undefined) setTimeout(settle, GAP, part);
    else if (isDirty(part)) stale.delete(part), hint(part);
    else look(part);
  };

  document.addEventListener("htmx:before:request", (event) => {
    const { live, target } = event.detail.ctx;
    if (live) return;
    for (const part of parts()) {
      if (part.contains(target) || target.contains(part)) crossed.add(part);
    }
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { live } = event.detail.ctx;
    if (!live) return;
    const isLate = crossed.has(live.part) || live.here !== location.href;
    if (!isLate && !isBusy() && !isDirty(live.part)) return;
    event.preventDefault();
    mark(live.part);
  });

  // Events -------------------------------------------------------------------------------------

  const hear = (event) => {
    if (!isNewer(event.at, position)) return;
    position = event.at;
    remembered.push(event);
    if (remembered.length > KEPT) remembered.shift();
    for (const part of parts()) if (event.kind === "*" || follows(part, event)) mark(part);
  };
  const tell = (event) => {
    hear(event);
    channel?.postMessage({ event });
  };
  const resync = (at) => tell({ at, kind: "*" });
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data.event) hear(data.event);
      // A tab that has just opened asks what came between its page and itself.
      for (const event of data.since === undefined ? [] : remembered) {
        if (isNewer(event.at, data.since)) channel.postMessage({ event });
      }
    };
  }

  // The stream ---------------------------------------------------------------------------------

  const addressed = (url) => `${url}?after=${encodeURIComponent(position)}`;
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

  // Resolves when the stream has come to an end that the browser does not mend by itself.
  const stream = () =>
    new Promise((resolve) => {
      const source = new EventSource(addressed(frame.dataset.liveStream));
      let timer;
      const end = (why) => {
        clearTimeout(timer);
        source.close();
        resolve(why);
      };
      const wait = (time) => {
        clearTimeout(timer);
        timer = setTimeout(end, time, "silent");
      };
      wait(PATIENCE);
      for (const name of ["hello", "beat"]) source.addEventListener(name, () => wait(SILENCE));
      source.addEventListener("change", ({ data }) => (wait(SILENCE), tell(JSON.parse(data))));
      source.addEventListener("resync", ({ lastEventId }) => (wait(SILENCE), resync(lastEventId)));
      source.addEventListener("bye", () => end("over"));
      source.onerror = () => (source.readyState === source.CLOSED ? end("refused") : wait(SILENCE));
    });

  // Returns false where nobody is signed in any more.
  const ask = async () => {
    if (document.hidden) return true;
    try {
      const answer = await fetch(addressed(frame.dataset.livePoll));
      if (answer.status === 204) return false;
      if (!answer.ok) return true;
      const { at, events, missed } = await answer.json();
      missed ? resync(at) : events.forEach(tell);
      position ||= at;
    } catch {
      // The next one will tell.
    }
    return true;
  };

  const lead = async () => {
    while (true) {
      if ("EventSource" in window && (await stream()) === "over") return;
      const again = Date.now() + RETURN;
      while (Date.now() < again) {
        if (!(await ask())) return;
        await pause(POLL);
      }
    }
  };

  // Held by one tab; when it closes, the next one goes on from where it was.
  let isWaiting = false;
  const join = async () => {
    if (isWaiting) return;
    isWaiting = true;
    channel?.postMessage({ since: position });
    await (navigator.locks ? navigator.locks.request("foyer-live", lead) : lead());
    isWaiting = false;
  };
  foyer.whenAdded("[data-live-stream]", (added) => {
    frame = added;
    if (!position) position = added.dataset.livePosition;
    join();
  });
})();
// Keys that pages declare: `data-hotkey="/"` puts the cursor into a field or presses a button.
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const target = document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.matches("input") ? target.focus() : target.click();
  });
})();
// (soon)
