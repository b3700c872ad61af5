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
    (row?.querySelector("a[href]") ?? row?.querySelector("button"))?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const built = {
    j: () => walk(1),
    k: () => walk(-1),
    x: () => rowInHand()?.querySelector("input[type=checkbox], button.check-box")?.click(),
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
