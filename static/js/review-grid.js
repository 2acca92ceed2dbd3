// Ctrl+Enter saves the row that the writer is in: its fields belong to a form that stands outside the table.

document.querySelectorAll("[data-row-send]").forEach((table) => {
  document.querySelectorAll("[data-send-hint]").forEach((hint) => { hint.hidden = false; });
  table.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.form) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
});
