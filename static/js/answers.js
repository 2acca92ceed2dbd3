// An answering page (form[data-answers]): digits choose within the focused question, and the counts follow.
// A question is settled when it has an answer and the reason that the answer demands; the server has the last word.

function chosen(question) {
  return question.querySelector("input[type=radio]:checked");
}

function settled(question) {
  const choice = chosen(question);
  if (!choice) return false;
  return choice.value === "follows" || choice.matches("[data-confirms]") || question.querySelector("textarea").value.trim() !== "";
}

function say(part, text) {
  const count = part.querySelector("[data-group-count]");
  const questions = [...part.querySelectorAll("[data-question]")];
  count.textContent = text(questions.filter(settled).length, questions.length);
}

function follow(form) {
  const pattern = form.dataset.count;
  const text = (done, all) => pattern.replace("{done}", done).replace("{all}", all);
  const bar = form.querySelector("progress");
  const update = () => {
    form.querySelectorAll("[data-group]").forEach((group) => say(group, text));
    const questions = [...form.querySelectorAll("[data-question]")];
    const done = questions.filter(settled).length;
    bar.value = done;
    bar.textContent = text(done, questions.length);
    bar.parentElement.querySelector(".progress-line__text").textContent = bar.textContent;
  };
  form.addEventListener("input", update);
  update();
}

function choose(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !event.target.matches("input[type=radio]")) return;
  const place = "1234".indexOf(event.key);
  if (place < 0 || event.key === "") return;
  const radio = event.target.closest("[data-question]").querySelectorAll("input[type=radio]")[place];
  radio.focus();
  radio.click();
  event.preventDefault();
}

document.querySelectorAll("form[data-answers]").forEach((form) => {
  form.querySelectorAll("[data-keys]").forEach((keys) => { keys.hidden = false; });
  form.addEventListener("keydown", choose);
  follow(form);
});
