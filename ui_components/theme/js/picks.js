// Buttons that fill a field in. Without this they send the form, which comes back filled in.
(() => {
  foyer.whenAdded("[data-picks] button", (pick) => {
    pick.type = "button"; // Enter in another field is not to press the first of them
    pick.addEventListener("click", () => {
      const field = document.getElementById(pick.closest("[data-picks]").dataset.picks);
      field.value = pick.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  });
})();
