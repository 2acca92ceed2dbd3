// The menus. Without this script the main menu is always open, and details elements open by themselves.

function setMenu(button, open) {
  button.setAttribute("aria-expanded", String(open));
  document.getElementById(button.getAttribute("aria-controls")).classList.toggle("is-open", open);
}

function prepareMenuButton(button) {
  button.addEventListener("click", () => setMenu(button, button.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
    setMenu(button, false);
    button.focus();
  });
}

// A menu that lies over the page goes away on Escape and on a click beside it.
function prepareDismissable(details) {
  const close = (andFocus) => {
    if (!details.open) return;
    details.open = false;
    if (andFocus) details.querySelector("summary").focus();
  };
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
  document.addEventListener("click", (event) => !details.contains(event.target) && close(false));
  details.addEventListener("focusout", (event) => event.relatedTarget && !details.contains(event.relatedTarget) && close(false));
}

// Side lists are open on a wide screen and folded on a narrow one, where they would push the page down.
function prepareCollapsible(details) {
  const narrow = window.matchMedia(`(max-width: ${details.dataset.collapse || 991}px)`);
  const follow = () => { details.open = !narrow.matches; };
  follow();
  narrow.addEventListener("change", follow);
  details.classList.add("is-ready");
  details.addEventListener("click", (event) => {
    if (narrow.matches && event.target.closest("a[href^='#']")) details.open = false;
  });
}

document.querySelectorAll("[data-menu-button]").forEach(prepareMenuButton);
document.querySelectorAll("details[data-dismiss]").forEach(prepareDismissable);
document.querySelectorAll("details[data-collapse]").forEach(prepareCollapsible);
