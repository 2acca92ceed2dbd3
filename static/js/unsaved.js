// Asks before the reader leaves a form marked data-guard with something unsaved in it.

function written(form) {
  return new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.name ?? value])).toString();
}

function guard(form) {
  let kept = written(form);
  form.addEventListener("pejling:saved", (event) => { kept = event.detail ?? written(form); });
  // A submission that another script holds back does not leave the page.
  window.addEventListener("submit", (event) => { if (event.target === form && !event.defaultPrevented) kept = null; });
  window.addEventListener("beforeunload", (event) => {
    if (kept !== null && written(form) !== kept) event.preventDefault();
  });
}

document.querySelectorAll("form[data-guard]").forEach(guard);
