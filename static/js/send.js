// Ctrl+Enter sends a form marked data-send with its primary button; digits choose within a focused group of radio buttons.

function send(event, form) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button.button-primary"));
}

function choose(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !event.target.matches("input[type=radio]")) return;
  const radio = [...event.target.form.elements[event.target.name]].find((one) => one.value === event.key);
  if (!radio) return;
  radio.focus();
  radio.click();
  event.preventDefault();
}

document.querySelectorAll("form[data-send]").forEach((form) => {
  form.querySelectorAll("[data-send-hint]").forEach((hint) => { hint.hidden = false; });
  form.addEventListener("keydown", (event) => send(event, form));
  form.addEventListener("keydown", choose);
});
