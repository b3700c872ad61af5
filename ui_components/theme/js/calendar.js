// Arrow keys from day to day, and days as places to drop things on. A drop posts the thing's own
// form of days, so a calendar works without this file.
(() => {
  const cellsOf = (grid) => [...grid.querySelectorAll("tbody td")];
  const within = (cell) => cell.querySelectorAll("a, button:not(.menu *)");

  // One cell is in the tab order, and what stands in it.
  const rove = (grid, current) => {
    for (const cell of cellsOf(grid)) {
      const tabIndex = cell === current ? 0 : -1;
      cell.tabIndex = tabIndex;
      for (const each of within(cell)) each.tabIndex = tabIndex;
    }
  };
  const wire = (grid) => {
    const cells = cellsOf(grid);
    const held = cells.find((cell) => cell.contains(document.activeElement));
    rove(grid, held ?? cells.find((cell) => cell.dataset.today !== undefined) ?? cells[0]);
  };
  foyer.whenAdded("[data-calendar]", wire);
  document.addEventListener("htmx:after:settle", () => {
    for (const grid of document.querySelectorAll("[data-calendar]")) wire(grid);
  });
  document.addEventListener("focusin", ({ target }) => {
    const cell = target.closest?.("[data-calendar] tbody td");
    if (cell) rove(cell.closest("table"), cell);
  });

  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  document.addEventListener("keydown", (event) => {
    const cell = event.target.matches?.("[data-calendar] td") && event.target;
    if (!cell) return;
    const cells = cellsOf(cell.closest("table"));
    const at = cells.indexOf(cell);
    const start = at - (at % 7);
    const to = { Home: start, End: start + 6 }[event.key] ?? at + STEPS[event.key];
    if (event.key === "Enter") cell.querySelector("a").click();
    else if (cells[to]) cells[to].focus();
    else return;
    event.preventDefault();
  });

  // Pointer ------------------------------------------------------------------------------------

  const homes = new WeakMap();
  const putBack = (item) => {
    const home = homes.get(item);
    if (home?.list.isConnected) home.list.insertBefore(item, home.next);
  };
  foyer.whenDragged(".calendar-items", (list) => ({
    group: "calendar",
    draggable: ".calendar-item:has([data-day-form])",
    filter: "button, form",
    preventOnFilter: false,
    sort: false,
    animation: 120,
    delay: 180,
    delayOnTouchOnly: true,
    onStart: ({ item }) => homes.set(item, { list, next: item.nextElementSibling }),
    onEnd: ({ item, to }) => {
      if (to === homes.get(item).list) return;
      const form = item.querySelector("[data-day-form]");
      const day = Object.assign(document.createElement("input"), { type: "hidden", name: "day" });
      day.value = to.dataset.day;
      form.prepend(day);
      form.requestSubmit();
      day.remove();
    },
  }));
  const undo = ({ target }) => {
    const item = target.closest?.(".calendar-item");
    if (item && homes.has(item)) putBack(item);
  };
  document.addEventListener("htmx:error", undo);
  document.addEventListener("htmx:response:error", undo);
})();
