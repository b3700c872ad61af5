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
