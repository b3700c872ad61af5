// A submit button with `data-asks` opens that dialog first. What is answered there goes along with
// the button's own form; a dialog that is closed unanswered means that nothing was sent.
(() => {
  const answered = new WeakSet();

  const carry = (form, [name, value]) => {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(input);
    return input;
  };
  const send = (form, submitter, answers) => {
    const carried = [...answers].map((answer) => carry(form, answer));
    answered.add(form);
    form.requestSubmit(submitter);
    for (const input of carried) input.remove();
  };

  const ask = (dialog, form, submitter) => {
    const answers = dialog.querySelector("form");
    const close = () => {
      if (dialog.returnValue === "answered") send(form, submitter, new FormData(answers));
      else form.dispatchEvent(new Event("foyer:unanswered", { bubbles: true }));
    };
    answers.reset();
    dialog.returnValue = "";
    dialog.addEventListener("close", close, { once: true });
    dialog.showModal();
  };

  document.addEventListener(
    "submit",
    (event) => {
      const { target: form, submitter } = event;
      const dialog = document.getElementById(submitter?.dataset.asks);
      if (!dialog || answered.delete(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(dialog, form, submitter);
    },
    true,
  );
})();
