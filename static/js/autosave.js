// Saves a form marked data-autosave="<address>" while it is being written, and says so.
// The address answers any 2xx when the draft is stored, and may answer JSON: `fields` to carry into the next save,
// or `said`, why it was not stored, and `wrong`, a sentence for each box by its id ("pejling:refused"). The button saves as well, with or without this script.
// Where the server cannot be reached, what is written stays on the page and is sent again until it is stored.

const PAUSE = 2000;
const RETRY = 3000;
const SLOWEST_RETRY = 30000;

function clock() {
  return new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit", timeZone: "Europe/Copenhagen" });
}

function autosave(form) {
  const status = form.querySelector("[data-autosave-status]");
  let waiting = null;
  let running = null;
  let again = false;
  let lost = false;
  let pause = RETRY;
  let leaving = false;

  const say = (text, failed) => {
    status.textContent = text;
    status.classList.toggle("autosave--failed", failed);
  };

  const retry = () => {
    lost = true;
    say(status.dataset.retrying, true);
    waiting = setTimeout(run, pause);
    pause = Math.min(pause * 2, SLOWEST_RETRY);
  };

  const save = async () => {
    const body = new FormData(form);
    const sent = new URLSearchParams([...body].map(([name, value]) => [name, value.name ?? value]));
    // A file is sent once, with the button.
    [...body].forEach(([name, value]) => value instanceof File && body.delete(name));
    say(status.dataset.saving, false);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { "X-Autosave": "1" } });
      const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      if (answer.status >= 500) {
        retry();
        return;
      }
      lost = false;
      pause = RETRY;
      // A redirect to the log-in page is a 200 as well: nothing was stored.
      if (!answer.ok || answer.redirected) {
        if (!leaving) say(told.said ?? status.dataset.failed, true);
        form.dispatchEvent(new CustomEvent("pejling:refused", { detail: told.wrong ?? {} }));
        return;
      }
      // What the next save must carry, such as the edition; it is no change by the writer.
      Object.entries(told.fields ?? {}).forEach(([name, value]) => {
        form.elements[name].value = value;
        sent.set(name, value);
      });
      say(`${status.dataset.saved} ${clock()}`, false);
      form.dispatchEvent(new CustomEvent("pejling:saved", { detail: sent.toString() }));
    } catch {
      retry();
    }
  };

  // One save at a time: a second one beside it would meet its edition on the server.
  function run() {
    clearTimeout(waiting);
    again = Boolean(running);
    running ??= (async () => {
      do {
        again = false;
        await save();
      } while (again && !lost);
    })().finally(() => { running = null; });
    return running;
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, PAUSE);
  });
  window.addEventListener("online", () => { if (lost) run(); });
  form.addEventListener("submit", (event) => {
    leaving = true;
    clearTimeout(waiting);
    if (!running && !lost && navigator.onLine) return;
    // The button waits for the save under way, and does not leave a page that the server has not received.
    event.preventDefault();
    event.stopImmediatePropagation();
    (running && !lost ? running : run()).then(() => {
      leaving = !lost;
      if (!lost) form.requestSubmit(event.submitter);
    });
  });
}

document.querySelectorAll("form[data-autosave]").forEach((form) => form.querySelector("[data-autosave-status]") && autosave(form));
