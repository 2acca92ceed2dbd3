// The grid of a business case: sums while it is written, arrow keys, paste from a spreadsheet, fill to the right,
// and lines added and removed without a round trip. Without this script the buttons do the same by saving.

const language = document.documentElement.lang;
const FIGURE = /^-?(\d{1,3}(\.\d{3})+(,\d{1,2})?|\d+(,\d{1,2}|\.\d{1,2})?)$/;

// A figure in hundredths, null for an empty box, NaN for what the server would send back.
function read(text) {
  let clean = text.trim().toLowerCase().replace(/\s|kr\.?$|,-$/g, "");
  if (!clean) return null;
  if (!FIGURE.test(clean)) return NaN;
  if (clean.includes(",") || /^-?\d{1,3}(\.\d{3})+$/.test(clean)) clean = clean.replaceAll(".", "").replace(",", ".");
  return Math.round(Number(clean) * 100);
}

function write(hundredths) {
  const places = hundredths % 100 ? 2 : 0;
  return (hundredths / 100).toLocaleString(language, { minimumFractionDigits: places, maximumFractionDigits: places });
}

function boxes(row) {
  return [...row.querySelectorAll("[data-cell] input")];
}

function rows(grid) {
  return [...grid.querySelectorAll("[data-line-row]")].filter((row) => !row.hidden);
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
  form.querySelectorAll("[data-grid]").forEach((grid) => {
    const figures = rows(grid).map((row) => boxes(row).map((box) => {
      const figure = read(box.value);
      box.classList.toggle("is-unreadable", Number.isNaN(figure));
      return figure;
    }));
    rows(grid).forEach((row, index) => showTotal(row, figures[index], rate, grid.dataset.grid === "hours"));
    grid.querySelectorAll("[data-sum]").forEach((place) => {
      const column = place.dataset.sum === "all" ? figures.flat() : figures.map((line) => line[Number(place.dataset.sum)] ?? null);
      const total = sum(column);
      place.textContent = total === null ? "" : write(total);
    });
    grid.querySelector("[data-sums]").hidden = sum(figures.flat()) === null;
  });
  showFundable(form);
}

// What the supplier is paid until the solution runs: purchase and implementation.
function showFundable(form) {
  const paid = rows(form.querySelector("[data-grid='cost']")).filter((row) => ["purchase", "implementation"].includes(row.querySelector("select").value));
  const total = sum(paid.flatMap((row) => boxes(row).map((box) => read(box.value))));
  if (total !== null) form.querySelector("[data-fundable]").textContent = `${write(total)} kr.`;
}

// The years above the boxes follow the first year at once; their number follows the button.
function showYears(form) {
  const first = Number(form.querySelector("[name='start_year']").value);
  if (!Number.isInteger(first) || first < 1900 || first > 2200) return;
  form.querySelectorAll("[data-year]").forEach((head) => { head.textContent = first + Number(head.dataset.year); });
  form.querySelectorAll("[data-cell]").forEach((cell) => {
    const year = first + Number(cell.dataset.cell);
    cell.dataset.label = year;
    cell.querySelector("[data-cell-year]").textContent = year;
  });
  form.querySelectorAll("[data-sum]").forEach((cell) => {
    if (cell.dataset.sum !== "all") cell.dataset.label = first + Number(cell.dataset.sum);
  });
}

// --- Moving about ---

function place(box) {
  const grid = box.closest("[data-grid]");
  const row = box.closest("[data-line-row]");
  return { grid, lines: rows(grid), line: rows(grid).indexOf(row), column: boxes(row).indexOf(box) };
}

function go(box, down, right) {
  const { lines, line, column } = place(box);
  const target = lines[line + down] && boxes(lines[line + down])[column + right];
  if (!target) return false;
  target.focus();
  target.select();
  return true;
}

function atStart(box) { return box.selectionStart === 0 && box.selectionEnd === box.value.length || box.selectionEnd === 0; }
function atEnd(box) { return box.selectionStart === 0 && box.selectionEnd === box.value.length || box.selectionStart === box.value.length; }

function move(event) {
  const box = event.target;
  if (!box.matches("[data-cell] input") || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const moved = (event.key === "ArrowDown" && go(box, 1, 0))
    || (event.key === "ArrowUp" && go(box, -1, 0))
    || (event.key === "ArrowRight" && atEnd(box) && go(box, 0, 1))
    || (event.key === "ArrowLeft" && atStart(box) && go(box, 0, -1));
  if (event.key === "Enter") go(box, 1, 0);
  if (moved || event.key === "Enter") event.preventDefault();
}

// --- Lines ---

function renumber(grid) {
  rows(grid).forEach((row, index) => { row.querySelector("[data-line-number]").textContent = index + 1; });
}

function changed(form) {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function removeLine(row) {
  const grid = row.closest("[data-grid]");
  row.querySelectorAll("input[type=text]").forEach((box) => { box.value = ""; });
  row.querySelectorAll("input[type=checkbox]").forEach((box) => { box.checked = false; });
  // The line goes last and waits there to be used again; an empty line is not stored.
  row.parentElement.append(row);
  row.hidden = true;
  renumber(grid);
  (rows(grid).at(-1)?.querySelector("input[type=text]") ?? grid.querySelector("[data-add]")).focus();
}

function addLine(grid) {
  const waiting = grid.querySelector("[data-line-row][hidden]");
  if (waiting) {
    waiting.hidden = false;
    renumber(grid);
    return waiting;
  }
  const total = grid.querySelector("input[name$='-TOTAL_FORMS']");
  const most = Number(grid.querySelector("input[name$='-MAX_NUM_FORMS']").value);
  if (Number(total.value) >= most) return null;
  const holder = document.createElement("tbody");
  const blank = grid.querySelector("template[data-line]").innerHTML;
  holder.innerHTML = blank.replaceAll("__prefix__", total.value).replaceAll("__number__", Number(total.value) + 1);
  total.value = Number(total.value) + 1;
  const row = holder.firstElementChild;
  grid.querySelector("tbody").append(row);
  prepareRow(row);
  renumber(grid);
  return row;
}

function prepareRow(row) {
  row.querySelector("[data-fill]").hidden = false;
  row.querySelector("[data-remove]").type = "button";
}

function fillRight(row) {
  const line = boxes(row);
  const from = Math.max(line.findIndex((box) => box.dataset.last), line.findIndex((box) => box.value.trim()));
  if (from < 0) return;
  line.slice(from + 1).forEach((box) => { box.value = line[from].value; });
  line[from].focus();
}

function press(event) {
  const button = event.target.closest("button");
  const row = button?.closest("[data-line-row]");
  const form = button?.form;
  if (!button?.matches("[data-fill], [data-remove], [data-add]")) return;
  if (button.matches("[data-fill]")) fillRight(row);
  if (button.matches("[data-remove]")) removeLine(row);
  if (button.matches("[data-add]")) addLine(button.closest("[data-grid]"))?.querySelector("input[type=text]").focus();
  showYears(form);
  changed(form);
}

// --- Paste ---

function paste(event) {
  const box = event.target;
  const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
  if (!box.matches("[data-cell] input") || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const { grid, line, column } = place(box);
  text.split("\n").forEach((cells, down) => {
    const row = rows(grid)[line + down] ?? addLine(grid);
    if (!row) return;
    cells.split("\t").forEach((cell, right) => {
      const target = boxes(row)[column + right];
      if (target) target.value = cell.trim();
    });
  });
  showYears(box.form);
  changed(box.form);
}

function remember(event) {
  if (!event.target.matches("[data-cell] input")) return;
  boxes(event.target.closest("[data-line-row]")).forEach((box) => { delete box.dataset.last; });
  event.target.dataset.last = "1";
}

function prepare(form) {
  form.querySelectorAll("[data-line-row]").forEach(prepareRow);
  form.querySelectorAll("[data-add]").forEach((button) => { button.type = "button"; });
  form.addEventListener("input", () => showSums(form));
  form.addEventListener("change", () => { showYears(form); showSums(form); });
  form.addEventListener("keydown", move);
  form.addEventListener("paste", paste);
  form.addEventListener("click", press);
  form.addEventListener("focusin", remember);
  showSums(form);
}

document.querySelectorAll("#case").forEach(prepare);
