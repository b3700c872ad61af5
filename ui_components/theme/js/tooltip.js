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
