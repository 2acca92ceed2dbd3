// Asks before the reader leaves a form marked data-guard with something unsaved in it.

function written(form) {
  return new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.name ?? value])).toString();
}

function guard(form) {
  let kept = written(form);
  form.addEventListener("pejling:saved", (event) => { kept = event.detail ?? written(form); });
  form.addEventListener("submit", () => { kept = null; });
  window.addEventListener("beforeunload", (event) => {
    if (kept !== null && written(form) !== kept) event.preventDefault();
  });
}

document.querySelectorAll("form[data-guard]").forEach(guard);
