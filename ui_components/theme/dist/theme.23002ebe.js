// Loaded before the first paint, so a dark page is never white for a moment.
(() => {
  const root = document.documentElement;
  const night = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    const choice = root.dataset.theme;
    root.classList.toggle("dark", choice === "dark" || (choice === "system" && night.matches));
  };
  paint();
  night.addEventListener("change", paint);

  const mark = (choice) => {
    for (const button of document.querySelectorAll("[data-theme-choice][aria-pressed]")) {
      button.setAttribute("aria-pressed", String(button.value === choice));
    }
  };

  // The switch is a form that works without this script; with it, no request is needed.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    event.preventDefault();
    root.dataset.theme = button.value;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${button.value}; path=/; max-age=31536000; samesite=lax${secure}`;
    paint();
    mark(button.value);
    button.closest("[popover]")?.hidePopover();
  });
})();
