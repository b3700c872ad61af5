// A text box that finds and a hidden <select> that keeps the choice. The list is the server's.
(() => {
  const partsOf = (box) => ({
    input: box.querySelector("[role=combobox]"),
    list: box.querySelector("[role=listbox]"),
    select: box.querySelector("select"),
  });
  const TEXT = "[data-combobox] [role=combobox]";
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
    delete parts.list.dataset.awaited; // of Enter where nothing was found: nobody waits any more
    parts.input.setAttribute("aria-expanded", "false");
    mark(parts, null);
  };
  const keep = ({ select, input }, value, label) => {
    select.replaceChildren(new Option(label, value, true, true));
    input.value = label;
    for (const told of ["input", "change"]) {
      select.dispatchEvent(new Event(told, { bubbles: true })); // as the browser's own would
    }
  };
  const choose = (parts, option) => {
    keep(parts, option.dataset.value, option.textContent);
    hide(parts);
  };
  const chosen = ({ select }) => select.selectedOptions[0];
  const isChosen = (parts) => chosen(parts)?.text === parts.input.value;

  // What is typed is no choice yet, so the form does not hear of it; emptied, it is the choice of none.
  foyer.whenAdded("[data-combobox]", (box) => {
    box.addEventListener("input", (event) => {
      const parts = partsOf(box);
      if (event.target !== parts.input) return;
      event.stopPropagation();
      delete parts.list.dataset.awaited;
      mark(parts, null);
      if (parts.input.value) return show(parts);
      keep(parts, "", "");
      hide(parts);
    });
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
    else if (event.key === "Enter" && active && !isStale(parts)) choose(parts, active);
    else if (event.key === "Enter") parts.list.dataset.awaited = "";
    else if (event.key === "Escape") hide(parts);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // The pointer must not take the focus away before it has chosen.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.("[data-combobox] [role=listbox]")) event.preventDefault();
    else if (event.target.matches?.(TEXT)) show(partsOf(boxOf(event.target)));
  });
  document.addEventListener("click", ({ target }) => {
    const option = target.closest?.("[data-combobox] [data-value]");
    if (option) choose(partsOf(boxOf(option)), option);
    // Who comes to what is chosen means to put something else in its place.
    else if (target.matches?.(TEXT)) isChosen(partsOf(boxOf(target))) && target.select();
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
