// The figures of a business case while it is written: sums, the price of hours, what cannot be read, the years above
// the boxes, and low and high from a percentage. Without this script the server says the same when it saves.

import { bands, boxes, isEstimate, read, rows, write } from "./figures.js";

// --- What is wrong, in place ---

function complaint(box, likely, words) {
  const figure = read(box.value);
  const kind = box.closest("[data-kind]").dataset.kind;
  if (Number.isNaN(figure)) return words.unreadable;
  if (figure < 0) return words.negative;
  if (figure === null || Number.isNaN(likely)) return "";
  if (kind === "l" && figure > (likely ?? 0)) return words.low;
  if (kind === "h" && figure < (likely ?? 0)) return words.high;
  return "";
}

// The percentages of an estimate: how each is read, in hundredths.
const MOST = { less: 100_00, more: 1000_00 };

function share(row, name) {
  const box = row.querySelector(`[name$='-${name}']`);
  const figure = box ? read(box.value) : null;
  return { box, figure: figure !== null && (figure < 0 || figure > MOST[name]) ? NaN : figure };
}

function judgeShares(row, words) {
  Object.keys(MOST).forEach((name) => {
    const { box, figure } = share(row, name);
    if (box) complain(box, isEstimate(row) && Number.isNaN(figure) ? words[name] : "", box.parentElement);
  });
}

function complain(box, text, beside = box) {
  const id = `${box.id}_live`;
  let place = document.getElementById(id);
  if (!text && !place) return;
  box.dataset.hints ??= (box.getAttribute("aria-describedby") ?? "").replace(`${box.id}_error`, "").trim();
  // What the server said is answered anew as soon as the box is written in.
  document.getElementById(`${box.id}_error`)?.remove();
  if (!place) {
    place = document.createElement("p");
    place.id = id;
    place.className = "form-error-message";
    beside.after(place);
  }
  if (!text) place.remove(); else if (place.textContent !== text) place.textContent = text;
  box.classList.toggle("is-unreadable", Boolean(text));
  box.toggleAttribute("aria-invalid", Boolean(text));
  if (text) { box.setAttribute("aria-invalid", "true"); box.setAttribute("aria-describedby", `${box.dataset.hints} ${id}`.trim()); }
  else if (box.dataset.hints) box.setAttribute("aria-describedby", box.dataset.hints);
  else box.removeAttribute("aria-describedby");
}

// What only the server can judge is marked when a draft was not stored, until one is.
function showRefused(form, wrong) {
  form.querySelectorAll("[data-refused]").forEach((box) => {
    if (box.id in wrong) return;
    complain(box, "");
    delete box.dataset.refused;
  });
  Object.entries(wrong).forEach(([id, text]) => {
    const box = form.querySelector(`#${CSS.escape(id)}`);
    if (!box?.matches("input, select, textarea") || (document.getElementById(`${id}_live`) && !("refused" in box.dataset))) return;
    complain(box, text, box.closest(".form-input-wrapper") ?? box);
    box.dataset.refused = "";
  });
}

function judge(row, words) {
  const likely = boxes(row).map((box) => read(box.value));
  judgeShares(row, words);
  bands(row).forEach((band) => band.forEach((box, year) => complain(box, complaint(box, likely[year], words))));
}

// --- Sums ---

function sum(figures) {
  const stated = figures.filter((figure) => figure !== null && !Number.isNaN(figure));
  return stated.length ? stated.reduce((a, b) => a + b, 0) : null;
}

function hourlyRate(form) {
  const box = form.querySelector("[name='hourly_rate'], [data-hourly-rate]");
  const rate = box ? read(box.value) : null;
  return Number.isNaN(rate) ? null : rate;
}

function showTotal(row, figures, rate, inHours) {
  const place = row.querySelector("[data-total]");
  const total = sum(figures);
  place.textContent = total === null ? "" : write(total);
  if (!inHours || total === null || rate === null) return;
  const price = document.createElement("span");
  price.className = "case-line__price";
  price.textContent = `= ${write(Math.round(total * rate / 100))} kr.`;
  place.append(price);
}

function showSums(form) {
  const rate = hourlyRate(form);
  const words = form.querySelector("[data-tools]").dataset;
  form.querySelectorAll("[data-grid]").forEach((grid) => {
    const sums = grid.querySelector("[data-sums]");
    if (!sums) return;
    const lines = rows(grid);
    const figures = lines.map((row) => boxes(row).map((box) => read(box.value)));
    lines.forEach((row, index) => {
      judge(row, words);
      showTotal(row, figures[index], rate, grid.dataset.grid === "hours");
    });
    sums.querySelectorAll("[data-sum]").forEach((place) => {
      const column = place.dataset.sum === "all" ? figures.flat() : figures.map((line) => line[Number(place.dataset.sum)] ?? null);
      const total = sum(column);
      place.textContent = total === null ? "" : write(total);
    });
    sums.hidden = sum(figures.flat()) === null;
  });
  showFundable(form);
}

// What the supplier is paid until the solution runs: purchase and implementation.
function showFundable(form) {
  const place = form.querySelector("[data-fundable]");
  if (!place) return;
  const paid = rows(form.querySelector("[data-grid='cost']")).filter((row) => ["purchase", "implementation"].includes(row.querySelector("select").value));
  const total = sum(paid.flatMap((row) => boxes(row).map((box) => read(box.value))));
  if (total !== null) place.textContent = `${write(total)} kr.`;
}

// The years above the boxes follow the first year at once; their number follows the button.
function showYears(form) {
  const first = Number(form.querySelector("[name='start_year']")?.value);
  if (!Number.isInteger(first) || first < 1900 || first > 2200) return;
  form.querySelectorAll("[data-year]").forEach((head) => { head.textContent = first + Number(head.dataset.year); });
  form.querySelectorAll("[data-cell]").forEach((cell) => {
    const year = first + Number(cell.dataset.cell);
    cell.dataset.label = year;
    cell.querySelectorAll("[data-cell-year]").forEach((mark) => { mark.textContent = year; });
  });
  form.querySelectorAll("[data-sum]").forEach((cell) => {
    if (cell.dataset.sum !== "all") cell.dataset.label = first + Number(cell.dataset.sum);
  });
}

// --- Low and high from a percentage ---

function spread(row) {
  const pairs = [["l", "less", -1], ["h", "more", 1]].flatMap(([kind, name, sign]) => {
    const percent = share(row, name).figure;
    if (percent === null || Number.isNaN(percent)) return [];
    const targets = boxes(row, kind);
    return boxes(row).flatMap((box, year) => {
      const likely = read(box.value);
      if (likely === null || Number.isNaN(likely)) return [];
      return [[targets[year], write(Math.round(likely * (10000 + sign * percent) / 10000))]];
    });
  });
  row.closest("form").dispatchEvent(new CustomEvent("pejling:write", { detail: pairs }));
}

function prepare(form) {
  form.addEventListener("input", () => showSums(form));
  form.addEventListener("change", () => { showYears(form); showSums(form); });
  form.addEventListener("pejling:refused", (event) => showRefused(form, event.detail));
  form.addEventListener("pejling:saved", () => showRefused(form, {}));
  form.addEventListener("pejling:room", () => showYears(form));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button?.matches("[data-spread], [data-add]")) return;
    event.preventDefault();
    if (button.matches("[data-spread]")) spread(button.closest("[data-line-row]"));
    showYears(form);
    showSums(form);
  });
  showSums(form);
}

document.querySelectorAll("form[data-sheet]").forEach(prepare);
