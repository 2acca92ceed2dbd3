// Adds a row to a set of rows without a round trip, and removes one. Without this script the buttons do the same by saving.

function renumber(set) {
  set.querySelectorAll(":scope > [data-row-fields]:not([hidden]) [data-row-number]").forEach((mark, index) => { mark.textContent = index + 1; });
}

function prepareRow(row, set) {
  const box = row.querySelector("input[type=checkbox][name$='-DELETE']");
  box.addEventListener("change", () => {
    row.hidden = box.checked;
    renumber(set);
    (set.querySelector("[data-row-fields]:not([hidden]) input") ?? set.querySelector("[data-add-row]")).focus();
  });
}

function prepareSet(set) {
  const total = set.querySelector(`input[name='${set.dataset.rows}-TOTAL_FORMS']`);
  const most = Number(set.querySelector(`input[name='${set.dataset.rows}-MAX_NUM_FORMS']`).value);
  const blank = set.querySelector("template[data-row]");
  const button = set.querySelector("[data-add-row]");
  set.querySelectorAll("[data-row-fields]").forEach((row) => prepareRow(row, set));
  button.type = "button";
  button.addEventListener("click", () => {
    const holder = document.createElement("div");
    holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    set.insertBefore(row, set.querySelector("#rows-end"));
    total.value = Number(total.value) + 1;
    button.hidden = Number(total.value) >= most;
    prepareRow(row, set);
    renumber(set);
    row.querySelector("input, textarea").focus();
  });
}

document.querySelectorAll("[data-rows]").forEach(prepareSet);
