// Copies what `data-copy` points at, and says so on the button for a moment.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.querySelector(button.dataset.copy);
  const label = button.querySelector("[aria-live]");
  field.select?.();
  await navigator.clipboard.writeText(field.value ?? field.textContent);
  const usual = label.textContent;
  if (usual === button.dataset.copied) return;
  label.textContent = button.dataset.copied;
  setTimeout(() => (label.textContent = usual), 2000);
});
