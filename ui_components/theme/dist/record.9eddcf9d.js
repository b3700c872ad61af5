// A record's own page: facts edited where they stand, and notes written without leaving the keys.
(() => {
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
