// Pointer drag (SortableJS) and keyboard moves. Both end in the card's own Move form, so there is
// one request, one set of headers, and a board that works without this file.
(() => {
  const live = document.createElement("div");
  live.className = "sr-only";
  live.setAttribute("role", "status");
  live.setAttribute("aria-live", "assertive");
  document.body.append(live);

  const cards = (lane) => [...lane.querySelectorAll(":scope > .kanban-card")];
  const laneOf = (card) => card.closest("[data-lane]");
  const boardOf = (card) => card.closest("[data-kanban]");
  const say = (card, phrase) => {
    const lane = laneOf(card);
    const words = {
      card: card.dataset.label,
      lane: lane.dataset.title,
      position: cards(lane).indexOf(card) + 1,
      count: cards(lane).length,
    };
    const text = boardOf(card).dataset[phrase];
    live.textContent = text.replace(/\{(\w+)\}/g, (_, word) => words[word]);
  };

  const homes = new WeakMap();
  const lift = (card) => homes.set(card, { lane: card.parentNode, next: card.nextElementSibling });
  const putBack = (card) => {
    const home = homes.get(card);
    if (home?.lane.isConnected) home.lane.insertBefore(card, home.next);
  };
  const moved = (card) => {
    const home = homes.get(card);
    return home.lane !== card.parentNode || home.next !== card.nextElementSibling;
  };
  const submit = (card) => {
    const form = card.querySelector("form[data-move]");
    const above = card.previousElementSibling;
    form.elements.after.value = above?.matches(".kanban-card") ? above.dataset.key : "";
    say(card, "sayDropped");
    card.dataset.held = "";
    form.requestSubmit(form.querySelector(`[value="${CSS.escape(laneOf(card).dataset.lane)}"]`));
  };
  // Sent, or asked about first (asks.js); meanwhile the card belongs to whoever moves it.
  document.addEventListener("submit", ({ target }) => {
    if (target.dataset.move === undefined) return;
    target.elements.after.value = "";
    delete target.closest(".kanban-card").dataset.held;
  });
  document.addEventListener("foyer:unanswered", ({ target }) => {
    const card = target.closest(".kanban-card");
    if (!card) return;
    target.elements.after.value = "";
    homes.has(card) ? cancel(card) : card.querySelector(".card-menu").focus();
  });
  document.addEventListener("click", ({ target }) => {
    const menu = target.closest?.("form[data-move]");
    if (menu) homes.delete(menu.closest(".kanban-card"));
  });

  // Keyboard -----------------------------------------------------------------------------------

  let held = null;
  const release = (card) => {
    held = null;
    delete card.dataset.held;
    card.querySelector(".card-handle").setAttribute("aria-pressed", "false");
  };
  const hold = (card) => {
    held = card;
    lift(card);
    card.dataset.held = "";
    card.querySelector(".card-handle").setAttribute("aria-pressed", "true");
    say(card, "sayLifted");
  };
  const drop = (card) => {
    release(card);
    if (moved(card)) submit(card);
    else say(card, "sayDropped");
  };
  const cancel = (card) => {
    putBack(card);
    release(card);
    say(card, "sayCancelled");
    card.querySelector(".card-handle").focus();
  };
  const carry = (card, key) => {
    const lanes = [...boardOf(card).querySelectorAll("[data-lane]")];
    const beside = lanes[lanes.indexOf(laneOf(card)) + { ArrowRight: 1, ArrowLeft: -1 }[key]];
    const { previousElementSibling: above, nextElementSibling: below } = card;
    if (key === "ArrowUp" && above) above.before(card);
    else if (key === "ArrowDown" && below?.matches(".kanban-card")) below.after(card);
    else if (beside) beside.prepend(card);
    else return;
    card.querySelector(".card-handle").focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    say(card, "sayMoved");
  };

  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.(".card-handle")?.closest(".kanban-card");
    if (!card) return;
    const grips = event.key === " " || event.key === "Enter";
    if (!grips && held !== card) return;
    if (grips) held === card ? drop(card) : hold(card);
    else if (event.key === "Escape") cancel(card);
    else if (event.key.startsWith("Arrow")) carry(card, event.key);
    else return;
    event.preventDefault();
  });
  document.addEventListener("focusout", (event) => {
    if (held && event.relatedTarget && !held.contains(event.relatedTarget)) cancel(held);
  });

  // Pointer ------------------------------------------------------------------------------------

  foyer.whenDragged("[data-lane]", (lane) => ({
    group: lane.closest(".kanban").id,
    draggable: "[data-kanban] .kanban-card",
    filter: "a, button:not(.card-handle), form",
    preventOnFilter: false,
    animation: 120,
    delay: 180,
    delayOnTouchOnly: true,
    onStart: ({ item }) => lift(item),
    onEnd: ({ item }) => moved(item) && submit(item),
  }));

  // Tabs, on a phone ---------------------------------------------------------------------------

  const marked = (lanes) => {
    const left = lanes.getBoundingClientRect().left;
    const away = (lane) => Math.abs(lane.getBoundingClientRect().left - left);
    const [nearest] = [...lanes.children].sort((one, other) => away(one) - away(other));
    for (const tab of lanes.parentElement.querySelectorAll(".lane-tabs > a")) {
      if (tab.hash.slice(1) === nearest.id) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  };
  foyer.whenAdded(".lanes", (lanes) => {
    lanes.addEventListener("scroll", () => marked(lanes), { passive: true });
    marked(lanes);
  });
  document.addEventListener("htmx:after:swap", () => {
    document.querySelectorAll(".lanes").forEach(marked);
  });
  document.addEventListener("click", (event) => {
    const tab = event.target.closest?.(".lane-tabs > a");
    if (!tab) return;
    event.preventDefault();
    document.querySelector(tab.hash).scrollIntoView({ block: "nearest", inline: "start" });
  });

  // A move that the server did not get, or refused without showing a board, is undone.
  const undo = (event) => {
    const card = event.target.closest?.(".kanban-card");
    if (!card || !homes.has(card)) return;
    putBack(card);
    say(card, "sayCancelled");
  };
  document.addEventListener("htmx:error", undo);
  document.addEventListener("htmx:response:error", undo);
})();
