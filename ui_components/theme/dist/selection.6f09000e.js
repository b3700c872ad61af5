// Ticking rows of a table: ranges with Shift, all at once, and how many there are. What is done with
// them is a plain form, so lists work without this file.
(() => {
  const boxesOf = (table) => [...table.querySelectorAll("tbody [data-box] [type=checkbox]")];
  const formOf = (table) => boxesOf(table)[0]?.form;

  const refresh = (table) => {
    const boxes = boxesOf(table);
    const ticked = boxes.filter((box) => box.checked).length;
    const all = table.querySelector("[data-select-all]");
    if (all) {
      all.checked = boxes.length > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    const everything = formOf(table)?.querySelector("[data-select-everything]");
    if (everything && !all?.checked) everything.checked = false;
    const output = formOf(table)?.querySelector("[data-count-label]");
    if (output) output.value = output.dataset.countLabel.replace("{count}", ticked);
  };
  const refreshAll = () => document.querySelectorAll("table:has([data-select-all])").forEach(refresh);
  const tick = (table, wanted) => {
    for (const box of boxesOf(table)) box.checked = wanted;
    refresh(table);
  };

  let last = null;
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("tbody [data-box] [type=checkbox]");
    if (!box) return;
    const boxes = boxesOf(box.closest("table"));
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) {
      for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
  });
  document.addEventListener("change", ({ target }) => {
    const table = target.closest("table");
    if (target.matches("[data-select-all]")) tick(table, target.checked);
    else if (target.matches("[data-select-everything]") && target.checked) {
      for (const one of document.querySelectorAll("table")) if (formOf(one) === target.form) tick(one, true);
      target.checked = true;
    } else if (target.matches("tbody [data-box] [type=checkbox]")) refresh(table);
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("[data-select-none]")?.form;
    if (!form) return;
    for (const table of document.querySelectorAll("table")) if (formOf(table) === form) tick(table, false);
    document.querySelector("[data-select-all]")?.focus();
  });

  document.addEventListener("htmx:after:swap", refreshAll);
  addEventListener("pageshow", refreshAll); // a page from the history comes back ticked
  refreshAll();
})();
