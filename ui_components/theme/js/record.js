// A record's own page: facts edited where they stand, and notes written without leaving the keys.
(() => {
  // What an answer brought in place of what had the focus.
  foyer.whenAdded("[data-focus]", (element) => element.focus());

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

// Files: each is sent by itself as soon as it is chosen or dropped, one after the other. What its
// answer holds is the list anew; what was refused keeps a line that says why.
(() => {
  const line = (form, file) => {
    const row = form.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    form.querySelector(".uploads").append(row);
    return row;
  };
  const fail = (row, why) => {
    row.dataset.failed = "";
    row.querySelector("progress").remove();
    row.querySelector("[data-told]").textContent = why;
    row.querySelector("[data-forget]").hidden = false;
  };
  const body = (form, file) => {
    const data = new FormData(form);
    data.delete("files");
    data.set("form_key", crypto.randomUUID());
    data.append("files", file);
    return data;
  };

  // The list as the answer has it, and what the answer says is wrong.
  const show = (form, text) => {
    const answer = new DOMParser().parseFromString(text, "text/html");
    const list = answer.querySelector(form.dataset.upload);
    const told = (list ?? answer).querySelector("[data-refusal], .toast strong")?.textContent;
    list?.querySelector(".alert")?.remove();
    if (list) {
      document.querySelector(form.dataset.upload)?.replaceWith(list);
      htmx.process(list);
    }
    return told ?? (list ? "" : form.dataset.failed);
  };

  const send = (form, file, row) =>
    new Promise((done) => {
      const progress = row.querySelector("progress");
      const told = row.querySelector("[data-told]");
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("HX-Request", "true");
      request.setRequestHeader("HX-Request-Type", "partial");
      request.setRequestHeader("HX-Current-URL", location.href);
      request.setRequestHeader("X-CSRF-Token", form.elements.csrf_token.value);
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        progress.value = Math.floor((loaded / total) * 100);
        told.textContent = loaded < total ? `${progress.value}\u202f%` : form.dataset.checking;
      });
      request.addEventListener("loadend", () => {
        const why = request.status ? show(form, request.responseText) : form.dataset.failed;
        why ? fail(row, why.replace(`${file.name}: `, "")) : row.remove();
        done();
      });
      request.send(body(form, file));
    });

  let turn = Promise.resolve();
  const isSending = (form) => form.querySelector(".uploads > li:not([data-failed])");
  const sendAll = (form, files) => {
    const rows = files.map((file) => [file, line(form, file)]);
    form.dataset.dirty = ""; // leaving now would cut them off
    turn = turn.then(async () => {
      for (const [file, row] of rows) {
        if (file.size > form.dataset.limit) fail(row, form.dataset.tooLarge);
        else await send(form, file, row);
      }
      if (!isSending(form)) delete form.dataset.dirty;
    });
  };

  // Files that go with a form: one that is too large would take along what was typed.
  document.addEventListener("change", ({ target }) => {
    if (!target.matches("[type=file][data-limit]")) return;
    const size = [...target.files].reduce((sum, file) => sum + file.size, 0);
    target.setCustomValidity(size > target.dataset.limit ? target.dataset.tooLarge : "");
    target.reportValidity();
  });

  document.addEventListener("change", ({ target }) => {
    if (!target.matches("form[data-upload] [type=file]")) return;
    const files = [...target.files];
    target.value = "";
    sendAll(target.form, files);
  });
  document.addEventListener("click", ({ target }) => {
    target.closest("[data-forget]")?.closest("li").remove();
  });

  const zone = (event) =>
    event.dataTransfer?.types.includes("Files") ? event.target.closest?.("[data-drop-zone]") : null;
  document.addEventListener("dragover", (event) => {
    const over = zone(event);
    if (!over?.querySelector("[data-upload] [type=file]:enabled")) return;
    event.preventDefault();
    over.dataset.over = "";
  });
  for (const end of ["dragleave", "drop"]) {
    document.addEventListener(end, (event) => {
      const over = zone(event);
      if (over && !over.contains(event.relatedTarget)) delete over.dataset.over;
    });
  }
  document.addEventListener("drop", (event) => {
    const form = zone(event)?.querySelector("form[data-upload]");
    if (!form) return;
    event.preventDefault();
    sendAll(form, [...event.dataTransfer.files]);
  });
})();
