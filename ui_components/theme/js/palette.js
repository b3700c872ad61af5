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

  // Who types and presses Enter at once means what is not yet there: it is waited for.
  let asked = ""; // null where no answer came
  let answered = ""; // what the list answers
  let isAwaited = false;
  const isStale = () => answered !== input().value;
  const ask = () => htmx.trigger(input().form, "foyer:open");
  const take = () => {
    isAwaited = false;
    chosen() ? chosen().click() : input().form.requestSubmit();
  };
  const enter = () => {
    if (wanted || !isStale()) return take();
    isAwaited = true;
    if (asked === null) ask();
  };
  const isOurs = (ctx) => ctx.sourceElement === input()?.form;
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (isOurs(ctx)) asked = input().value;
  });
  // Not before: until then what came is links and buttons without their requests.
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (!isOurs(ctx)) return;
    answered = asked;
    if (isAwaited && dialog().open && !isStale()) take();
  });
  for (const failed of ["htmx:error", "htmx:response:error"]) {
    document.addEventListener(failed, ({ detail: { ctx } }) => {
      if (ctx && isOurs(ctx)) asked = null;
    });
  }

  const open = () => {
    if (document.querySelector("dialog[open]")) return;
    wanted = "";
    isAwaited = false;
    input().value = "";
    dialog().showModal();
    input().focus();
    choose(options()[0]);
    ask();
  };

  let leaving = 0;
  const leave = () => {
    clearTimeout(leaving);
    leaving = 0;
    dialog()?.close();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) {
      event.preventDefault();
      open();
    }
    // After it has done what it is for.
    if (event.target.closest("#palette [role=option]")) leaving = setTimeout(leave);
  });
  document.addEventListener("keydown", (event) => {
    const isOpener = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isOpener || event.code !== "KeyK" || !dialog()) return;
    event.preventDefault();
    if (leaving) leave(); // whoever is quick wants the next one
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
    else if (event.key === "Enter") enter();
    else return;
    event.preventDefault();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id !== "palette-input") return;
    wanted = "";
    isAwaited = false;
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
