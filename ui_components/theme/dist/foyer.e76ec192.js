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
    if (button) dismiss(button.closest(".toast, [data-dismissable]"));
  });
  document.addEventListener("htmx:before:swap", ({ target }) => {
    const toast = target.closest?.(".toast");
    if (toast) dismiss(toast);
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
  // Something unsaved is in it, or the cursor where something would be typed.
  const isInUse = (part) => {
    const form = document.activeElement?.closest("form[data-guard]");
    return part.querySelector("form[data-dirty]") !== null || part.contains(form ?? null);
  };

  const hint = (part) => {
    const main = document.querySelector("main");
    if (main.querySelector(".live-hint")) return;
    const template = document.querySelector("template[data-live-hint]");
    main.prepend(template.content.cloneNode(true));
    main.querySelector(".live-hint button").addEventListener("click", () => look(part, true));
  };

  const look = async (part, isAskedFor = false) => {
    stale.delete(part);
    document.querySelector(".live-hint")?.remove();
    const hadFocus = part.contains(document.activeElement);
    const url = part.dataset.liveUrl ?? location.pathname + location.search;
    crossed.delete(part);
    part.dataset.looking = "";
    const live = { part, here: location.href, isAskedFor };
    // Whoever only leaves the page open is signed out like everybody who leaves.
    const headers = isAskedFor ? {} : { "X-Unattended": "true" };
    const how = { source: part, target: part, swap: "outerMorph", headers, live };
    await htmx.ajax("GET", url, how);
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
    else if (isInUse(part)) stale.delete(part), hint(part);
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
    if (!isLate && (live.isAskedFor || !(isBusy() || isInUse(live.part)))) return;
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
// Single keys. Pages declare them: `data-hotkey="/"` puts the cursor into a field or presses a
// button, `data-hotkey="g c"` is two keys one after the other; `data-row` marks what J and K walk.
(() => {
  const PATIENCE = 1_500;
  const FIELDS = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])";

  // The letter on the key, whatever alphabet the keyboard is set to.
  const keyOf = (event) => {
    const isForeign = event.key.length === 1 && event.key > "\x7f";
    if (isForeign && event.code.startsWith("Key")) return event.code[3].toLowerCase();
    return event.key.length === 1 ? event.key.toLowerCase() : event.key;
  };
  const isOff = () => document.cookie.split("; ").includes("keys=off");
  const isElsewhere = (event) =>
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.isComposing ||
    event.defaultPrevented ||
    event.target.closest(FIELDS) ||
    document.querySelector("dialog[open], [popover]:popover-open, [data-held]");

  const rows = () =>
    [...document.querySelectorAll("main [data-row]")].filter((row) => row.checkVisibility());
  const rowInHand = () => document.activeElement?.closest("[data-row]");
  const walk = (step) => {
    const all = rows();
    const place = all.indexOf(rowInHand());
    const row = place < 0 ? all.at(step > 0 ? 0 : -1) : all[place + step];
    row?.querySelector("a[href], button")?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const built = {
    j: () => walk(1),
    k: () => walk(-1),
    x: () => rowInHand()?.querySelector("input[type=checkbox]")?.click(),
  };

  const press = (target) => {
    if (target.matches("input, select, textarea")) return target.focus();
    target.click();
    const menu = document.getElementById(target.getAttribute("popovertarget"));
    menu?.querySelector(".menu-item")?.focus();
  };

  let first = "";
  let timer;
  const wait = (key) => {
    first = key;
    clearTimeout(timer);
    timer = setTimeout(() => (first = ""), PATIENCE);
  };
  const find = (keys) => document.querySelector(`[data-hotkey="${CSS.escape(keys)}"]`);

  document.addEventListener("keydown", (event) => {
    if (isElsewhere(event) || isOff() || event.key === "Shift") return;
    const key = keyOf(event);
    const target = find(first ? `${first} ${key}` : key);
    const begins = !first && document.querySelector(`[data-hotkey^="${CSS.escape(`${key} `)}"]`);
    const deed = first ? null : built[key];
    wait("");
    if (target) press(target);
    else if (begins) return wait(key);
    else if (deed) deed();
    else return;
    event.preventDefault();
  });
})();
// The command palette: a combobox whose list the server fills while one types.
(() => {
  const dialog = () => document.getElementById("palette");
  const input = () => document.getElementById("palette-input");
  const options = () => [...dialog().querySelectorAll("[role=option]")];
  const chosen = () => dialog().querySelector("[role=option][aria-selected=true]");

  let wanted = ""; // the one that somebody chose, also where the list is filled anew under it
  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input().setAttribute("aria-activedescendant", option.id);
    else input().removeAttribute("aria-activedescendant");
  };
  const choosing = (option) => {
    wanted = option.id;
    choose(option);
  };
  const open = () => {
    if (document.querySelector("dialog[open]")) return;
    wanted = "";
    input().value = "";
    dialog().showModal();
    input().focus();
    choose(options()[0]);
    htmx.trigger(input().form, "foyer:open");
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) {
      event.preventDefault();
      open();
    }
    // After it has done what it is for.
    if (event.target.closest("#palette [role=option]")) setTimeout(() => dialog()?.close());
  });
  document.addEventListener("keydown", (event) => {
    const isOpener = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isOpener || event.code !== "KeyK" || !dialog()) return;
    event.preventDefault();
    dialog().open ? dialog().close() : open();
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "palette-input" || event.isComposing) return;
    const all = options();
    const place = all.indexOf(chosen());
    const next = {
      ArrowDown: () => all[(place + 1) % all.length],
      ArrowUp: () => all.at(place <= 0 ? -1 : place - 1),
      Home: () => all[0],
      End: () => all.at(-1),
    }[event.key];
    if (next) choosing(next());
    else if (event.key === "Enter" && chosen()) chosen().click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "palette-input") wanted = "";
  });
  document.addEventListener("pointermove", (event) => {
    const option = event.target.closest?.("#palette [role=option]");
    if (option && option !== chosen()) choosing(option);
  });
  // Not before: settling gives new options the attributes that they came with.
  document.addEventListener("htmx:after:settle", () => {
    if (!dialog()?.open || chosen()) return;
    const all = options();
    choose(all.find((option) => option.id === wanted) ?? all[0]);
  });
})();
// A text box that finds and a hidden <select> that keeps the choice. The list is the server's.
(() => {
  const partsOf = (box) => ({
    input: box.querySelector("[role=combobox]"),
    list: box.querySelector("[role=listbox]"),
    select: box.querySelector("select"),
  });
  const boxOf = (node) => node.closest?.("[data-combobox]");
  const choices = (list) => [...list.querySelectorAll("[data-value]")];

  const mark = ({ input, list }, option) => {
    for (const each of choices(list)) each.setAttribute("aria-selected", String(each === option));
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const show = (parts) => {
    parts.list.hidden = false;
    parts.input.setAttribute("aria-expanded", "true");
  };
  const hide = (parts) => {
    parts.list.hidden = true;
    parts.input.setAttribute("aria-expanded", "false");
    mark(parts, null);
  };
  const keep = ({ select, input }, value, label) => {
    select.replaceChildren(new Option(label, value, true, true));
    input.value = label;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const choose = (parts, option) => {
    keep(parts, option.dataset.value, option.textContent);
    hide(parts);
  };
  const chosen = ({ select }) => select.selectedOptions[0];

  document.addEventListener("input", ({ target }) => {
    const box = target.matches("[role=combobox]") && boxOf(target);
    if (!box) return;
    const parts = partsOf(box);
    delete parts.list.dataset.awaited;
    mark(parts, null);
    if (target.value) return show(parts);
    parts.select.value = "";
    hide(parts);
  });
  // An answer counts only if nothing was typed since it was asked for; Enter waits for that one.
  const isStale = ({ input, list }) => list.dataset.asked !== input.value;
  document.addEventListener("htmx:before:request", ({ target }) => {
    const box = target.matches?.("[role=combobox]") && boxOf(target);
    if (box) partsOf(box).list.dataset.asked = target.value;
  });
  document.addEventListener("htmx:after:swap", ({ target }) => {
    const box = target.matches?.("[role=listbox], [role=combobox]") && boxOf(target);
    const parts = box && partsOf(box);
    if (!parts || parts.list.hidden || isStale(parts)) return;
    const [first] = choices(parts.list);
    const isAwaited = parts.list.dataset.awaited !== undefined;
    delete parts.list.dataset.awaited;
    isAwaited && first ? choose(parts, first) : mark(parts, first);
  });

  const step = (parts, by) => {
    const all = choices(parts.list);
    const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
    show(parts);
    mark(parts, all.at((at + by + all.length) % Math.max(all.length, 1)));
  };
  document.addEventListener("keydown", (event) => {
    const box = event.target.matches?.("[role=combobox]") && boxOf(event.target);
    if (!box) return;
    const parts = partsOf(box);
    const active = parts.list.querySelector("[aria-selected=true]");
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) isStale(parts) || step(parts, by);
    else if (parts.list.hidden) return;
    else if (event.key === "Enter" && isStale(parts)) parts.list.dataset.awaited = "";
    else if (event.key === "Enter") active && choose(parts, active);
    else if (event.key === "Escape") hide(parts);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // The pointer must not take the focus away before it has chosen.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.("[data-combobox] [role=listbox]")) event.preventDefault();
    else if (event.target.matches?.("[role=combobox]")) show(partsOf(boxOf(event.target)));
  });
  document.addEventListener("click", ({ target }) => {
    const option = target.closest?.("[data-combobox] [data-value]");
    if (option) choose(partsOf(boxOf(option)), option);
  });
  // What was typed and not chosen is nobody's name.
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    const box = target.matches?.("[role=combobox]") && boxOf(target);
    if (!box || box.contains(relatedTarget)) return;
    const parts = partsOf(box);
    const option = chosen(parts);
    parts.input.value = option?.value ? option.text : "";
    hide(parts);
  });
  // Enter in another field sends the form by its first submit button, which is not to be this one.
  foyer.whenAdded("[data-combobox] button[name=find]", (find) => (find.type = "button"));
})();
// Buttons that fill a field in. Without this they send the form, which comes back filled in.
(() => {
  foyer.whenAdded("[data-picks] button", (pick) => {
    pick.type = "button"; // Enter in another field is not to press the first of them
    pick.addEventListener("click", () => {
      const field = document.getElementById(pick.closest("[data-picks]").dataset.picks);
      field.value = pick.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  });
})();
// A record's own page: facts edited where they stand, and notes written without leaving the keys.
(() => {
  // What an answer brought in place of what had the focus.
  foyer.whenAdded("[data-focus]", (element) => element.focus());

  const quick = "form[data-inline], form[data-quick]";

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.(quick);
    if (!form) return;
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const cancel = event.key === "Escape" && form.querySelector("[data-cancel]");
    if (!sends && !cancel) return;
    event.preventDefault();
    delete form.dataset.dirty; // whoever cancels has been asked by the key itself
    sends ? form.requestSubmit() : cancel.click();
  });
})();

// Files: each is sent by itself as soon as it is chosen or dropped, one after the other. What its
// answer holds is the list anew; what was refused keeps a line that says why.
(() => {
  const line = (form, file) => {
    const row = form.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    form.querySelector(".uploads").append(row);
    return row;
  };
  const fail = (row, why) => {
    row.dataset.failed = "";
    row.querySelector("progress").remove();
    row.querySelector("[data-told]").textContent = why;
    row.querySelector("[data-forget]").hidden = false;
  };
  const body = (form, file) => {
    const data = new FormData(form);
    data.delete("files");
    data.set("form_key", crypto.randomUUID());
    data.append("files", file);
    return data;
  };

  // The list as the answer has it, and what the answer says is wrong.
  const show = (form, text) => {
    const answer = new DOMParser().parseFromString(text, "text/html");
    const list = answer.querySelector(form.dataset.upload);
    const told = (list ?? answer).querySelector("[data-refusal], .toast strong")?.textContent;
    list?.querySelector(".alert")?.remove();
    if (list) {
      document.querySelector(form.dataset.upload)?.replaceWith(list);
      htmx.process(list);
    }
    return told ?? (list ? "" : form.dataset.failed);
  };

  const send = (form, file, row) =>
    new Promise((done) => {
      const progress = row.querySelector("progress");
      const told = row.querySelector("[data-told]");
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("HX-Request", "true");
      request.setRequestHeader("HX-Request-Type", "partial");
      request.setRequestHeader("HX-Current-URL", location.href);
      request.setRequestHeader("X-CSRF-Token", form.elements.csrf_token.value);
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        progress.value = Math.floor((loaded / total) * 100);
        told.textContent = loaded < total ? `${progress.value}\u202f%` : form.dataset.checking;
      });
      request.addEventListener("loadend", () => {
        const why = request.status ? show(form, request.responseText) : form.dataset.failed;
        why ? fail(row, why.replace(`${file.name}: `, "")) : row.remove();
        done();
      });
      request.send(body(form, file));
    });

  const sendAll = async (form, files) => {
    const rows = files.map((file) => [file, line(form, file)]);
    form.dataset.dirty = ""; // leaving now would cut them off
    for (const [file, row] of rows) {
      if (file.size > form.dataset.limit) fail(row, form.dataset.tooLarge);
      else await send(form, file, row);
    }
    delete form.dataset.dirty;
  };

  document.addEventListener("change", ({ target }) => {
    if (!target.matches("form[data-upload] [type=file]")) return;
    const files = [...target.files];
    target.value = "";
    sendAll(target.form, files);
  });
  document.addEventListener("click", ({ target }) => {
    target.closest("[data-forget]")?.closest("li").remove();
  });

  const zone = (event) =>
    event.dataTransfer?.types.includes("Files") ? event.target.closest?.("[data-drop-zone]") : null;
  document.addEventListener("dragover", (event) => {
    const over = zone(event);
    if (!over?.querySelector("[data-upload] [type=file]:enabled")) return;
    event.preventDefault();
    over.dataset.over = "";
  });
  for (const end of ["dragleave", "drop"]) {
    document.addEventListener(end, (event) => {
      const over = zone(event);
      if (over && !over.contains(event.relatedTarget)) delete over.dataset.over;
    });
  }
  document.addEventListener("drop", (event) => {
    const form = zone(event)?.querySelector("form[data-upload]");
    if (!form) return;
    event.preventDefault();
    sendAll(form, [...event.dataTransfer.files]);
  });
})();
// Tabs whose panels are all in the page. The one that is open stands at the end of the address, so
// that it is still open after a reload, in another browser, and after a morph.
(() => {
  const tabsOf = (list) => [...list.querySelectorAll("[role=tab]")];
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  const choose = (list, chosen) => {
    for (const tab of tabsOf(list)) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      panelOf(tab)?.toggleAttribute("data-chosen", tab === chosen);
    }
  };
  const restore = (list) => {
    const tabs = tabsOf(list);
    const named = tabs.find((tab) => tab.hash && tab.hash === location.hash);
    choose(list, named ?? tabs.find((tab) => tab.getAttribute("aria-selected") === "true"));
    return named;
  };

  const everywhere = () => document.querySelectorAll("[role=tablist]").forEach(restore);
  foyer.whenAdded("[role=tablist]", (list) => {
    const named = restore(list);
    // What is fetched when a tab is first opened is fetched when the address opens it, too.
    if (named) setTimeout(() => named.click());
  });
  document.addEventListener("htmx:after:settle", everywhere);
  window.addEventListener("hashchange", everywhere);

  document.addEventListener("click", (event) => {
    const tab = event.target.closest?.("[role=tab]");
    if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(tab.closest("[role=tablist]"), tab);
    history.replaceState(history.state, "", tab.hash);
  });

  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[role=tab]");
    if (!tab || event.ctrlKey || event.metaKey || event.altKey) return;
    const tabs = tabsOf(tab.closest("[role=tablist]"));
    const forward = getComputedStyle(tab).direction === "rtl" ? -1 : 1;
    const at = tabs.indexOf(tab);
    const next = {
      ArrowRight: at + forward,
      ArrowLeft: at - forward,
      Home: 0,
      End: tabs.length - 1,
      " ": at,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const to = tabs[(next + tabs.length) % tabs.length];
    to.focus();
    to.click();
  });
})();
// Escape sends a tooltip away until it is asked for anew (WCAG 2.2, 1.4.13); CSS does the rest.
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const tip of document.querySelectorAll(".tooltip:is(:hover, :focus-within)")) {
      tip.dataset.dismissed = "";
    }
  });
  const anew = ({ target, relatedTarget }) => {
    const tip = target.closest?.(".tooltip");
    if (tip && !tip.contains(relatedTarget)) delete tip.dataset.dismissed;
  };
  document.addEventListener("focusout", anew);
  document.addEventListener("mouseout", anew);
})();
