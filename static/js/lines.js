// Lines added and removed without a round trip. Without this script the buttons do the same by saving.

import { rows } from "./figures.js";

const WRITTEN = "input[type=text], input[type=checkbox], textarea";

function renumber(grid) {
  rows(grid).forEach((row, index) => { row.querySelector("[data-line-number]").textContent = index + 1; });
}

function changed(form) {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function state(row) {
  return [...row.querySelectorAll(WRITTEN)].map((box) => [box, box.value, box.checked]);
}

// The line goes last and waits there to be used again; an empty line is not stored.
function removeLine(row) {
  const grid = row.closest("[data-grid]");
  const form = row.closest("form");
  const next = row.nextElementSibling;
  const was = state(row);
  const redo = () => {
    was.forEach(([box]) => { if (box.type === "checkbox") box.checked = false; else box.value = ""; });
    row.parentElement.append(row);
    row.hidden = true;
    grid.querySelector("[data-full]").hidden = true;
    renumber(grid);
    (rows(grid).at(-1)?.querySelector("input[type=text]") ?? grid.querySelector("[data-add]")).focus();
    changed(form);
  };
  const undo = () => {
    was.forEach(([box, text, ticked]) => { if (box.type === "checkbox") box.checked = ticked; else box.value = text; });
    row.hidden = false;
    row.parentElement.insertBefore(row, next);
    renumber(grid);
    row.querySelector("input[type=text]").focus();
    changed(form);
  };
  redo();
  form.dispatchEvent(new CustomEvent("pejling:did", { detail: { undo, redo } }));
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
  const holder = grid.querySelector("[data-lines]");
  const full = Number(total.value) >= most;
  grid.querySelector("[data-full]").hidden = !full;
  if (full) return null;
  const blank = grid.querySelector("template[data-line]").innerHTML;
  holder.insertAdjacentHTML("beforeend", blank.replaceAll("__prefix__", total.value).replaceAll("__number__", Number(total.value) + 1));
  total.value = Number(total.value) + 1;
  renumber(grid);
  return holder.lastElementChild;
}

// Lines that a paste has made go again with it, unless something else has been written in them; they wait as a removed one does.
function withdrawLines(grid, added) {
  const isUsed = (row) => state(row).some(([box, text, ticked]) => !box.closest(".case-line__spread") && (box.type === "checkbox" ? ticked : text));
  added.filter((row) => !isUsed(row)).forEach((row) => {
    row.parentElement.append(row);
    row.hidden = true;
  });
  renumber(grid);
}

function bringBackLines(grid, added) {
  added.forEach((row) => { row.hidden = false; });
  renumber(grid);
}

function prepare(form) {
  form.addEventListener("pejling:withdraw", (event) => withdrawLines(event.target, event.detail));
  form.addEventListener("pejling:restore", (event) => bringBackLines(event.target, event.detail));
  form.addEventListener("pejling:room", (event) => addLine(event.target));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button?.matches("[data-remove], [data-add]")) return;
    event.preventDefault();
    if (button.matches("[data-remove]")) removeLine(button.closest("[data-line-row]"));
    if (button.matches("[data-add]")) addLine(button.closest("[data-grid]"))?.querySelector("input[type=text]").focus();
    changed(form);
  });
}

document.querySelectorAll("form[data-sheet]").forEach(prepare);
