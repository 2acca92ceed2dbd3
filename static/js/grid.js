// The grid as a spreadsheet: arrow keys, Enter and Tab, paste from Excel, fill to the right, undo and redo.
// Every change of a box by a script goes through "pejling:write", so that it can be undone.

import { bands, read, rows, write } from "./figures.js";

const CELL = "[data-cell] input";

// --- Where a box is ---

function place(box) {
  const lines = rows(box.closest("[data-grid]")).flatMap(bands);
  const line = lines.findIndex((band) => band.includes(box));
  return { lines, line, column: lines[line].indexOf(box) };
}

function enter(box) {
  box?.focus();
  box?.select();
  return Boolean(box);
}

function step(box, down, right) {
  const { lines, line, column } = place(box);
  return enter(lines[line + down]?.[column + right]);
}

// Tab runs along the years, from the likely figures to the lowest and the highest of the same line.
function tab(box, by) {
  const line = bands(box.closest("[data-line-row]")).flat();
  return enter(line[line.indexOf(box) + by]);
}

const whole = (box) => box.selectionStart === 0 && box.selectionEnd === box.value.length;
const atStart = (box) => whole(box) || box.selectionEnd === 0;
const atEnd = (box) => whole(box) || box.selectionStart === box.value.length;

// A figure as it is written here; what cannot be read stays as it was typed.
function plain(text) {
  const figure = read(text);
  return figure === null || Number.isNaN(figure) ? text : write(figure);
}

// --- What can be undone ---

function remembering(form) {
  const done = [];
  const undone = [];
  const known = new WeakMap();
  let typing = null;

  const show = () => {
    form.querySelectorAll("[data-undo]").forEach((button) => { button.disabled = !done.length; });
    form.querySelectorAll("[data-redo]").forEach((button) => { button.disabled = !undone.length; });
  };
  const keep = (entry) => {
    done.push(entry);
    undone.length = 0;
    show();
  };
  const tell = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  const set = (pairs) => {
    pairs.forEach(([box, text]) => { box.value = text; known.set(box, text); });
    tell();
    // A box that is gone again with its line cannot take the focus; the page stays where it is.
    if (pairs.length && pairs[0][0].offsetParent) enter(pairs[0][0]);
  };
  const change = (pairs, grid, added) => {
    const before = pairs.map(([box]) => [box, known.get(box) ?? box.value]);
    const ask = (what) => added.length && grid.dispatchEvent(new CustomEvent(what, { bubbles: true, detail: added }));
    return {
      undo: () => { set(before); ask("pejling:withdraw"); },
      redo: () => { ask("pejling:restore"); set(pairs); },
    };
  };

  return {
    keep,
    look: (box) => { known.set(box, box.value); typing = null; },
    writeAll: (given, grid = null, added = []) => {
      const pairs = given.map(([box, text]) => [box, plain(text)]);
      const changed = pairs.filter(([box, text]) => box.value !== text);
      if (!changed.length) return;
      typing = null;
      changed.forEach(([box]) => known.set(box, box.value));
      const entry = change(changed, grid, added);
      changed.forEach(([box, text]) => { box.value = text; known.set(box, text); });
      keep(entry);
      tell();
    },
    typed: (box) => {
      if (typing?.box === box) {
        typing.text = box.value;
        return;
      }
      // What is typed without leaving the box is one change.
      const spelled = { box, text: box.value };
      const before = known.get(box) ?? "";
      typing = spelled;
      keep({ undo: () => set([[box, before]]), redo: () => set([[box, spelled.text]]) });
    },
    // A figure that is written in another way is the same figure; undoing goes past it.
    settle: (box) => {
      box.value = plain(box.value);
      if (typing?.box === box) typing.text = box.value;
    },
    undo: () => { const entry = done.pop(); typing = null; if (entry) { entry.undo(); undone.push(entry); } show(); },
    redo: () => { const entry = undone.pop(); typing = null; if (entry) { entry.redo(); done.push(entry); } show(); },
    show,
  };
}

// --- Paste and fill ---

// What a spreadsheet shows as an amount: its sign for nothing is a dash.
function cleaned(text) {
  const plain = text.trim().replace(/^kr\.?\s*/i, "").replace(/\s*kr\.?$/i, "").trim();
  return /^[-–]$/.test(plain) ? "" : plain;
}

// Each row that is pasted is a line: likely figures go into likely figures, never into the lowest or highest below them.
function pasted(box, text) {
  const grid = box.closest("[data-grid]");
  const { column } = place(box);
  const row = box.closest("[data-line-row]");
  const kind = bands(row).findIndex((band) => band.includes(box));
  const before = rows(grid);
  const first = before.indexOf(row);
  const pairs = [];
  let lost = false;
  text.split("\n").forEach((cells, down) => {
    if (!rows(grid)[first + down]) grid.dispatchEvent(new CustomEvent("pejling:room", { bubbles: true }));
    const line = rows(grid)[first + down];
    const band = line && bands(line)[kind];
    cells.split("\t").forEach((cell, right) => {
      const target = band?.[column + right];
      if (target) pairs.push([target, cleaned(cell)]); else lost ||= Boolean(cleaned(cell));
    });
  });
  return { pairs, lost, added: rows(grid).filter((row) => !before.includes(row)) };
}

function filled(box) {
  const { lines, line, column } = place(box);
  return lines[line].slice(column + 1).map((target) => [target, box.value]);
}

// The button fills from the box that was left last in its line, or the first in which something stands.
function startOf(row, last) {
  if (last && row.contains(last)) return last;
  return bands(row)[0].find((box) => box.value.trim());
}

// --- The page ---

function prepare(form) {
  const memory = remembering(form);
  let last = null;

  const keys = (event) => {
    const box = event.target;
    const key = event.key.toLowerCase();
    const held = (event.ctrlKey || event.metaKey) && !event.altKey;
    const inCell = box.matches(CELL);
    if (held && ["z", "y"].includes(key) && (inCell || !box.matches("input:not([type=checkbox]), textarea"))) {
      event.preventDefault();
      if (key === "y" || event.shiftKey) memory.redo(); else memory.undo();
    } else if (held && key === "r" && inCell && !event.shiftKey) {
      event.preventDefault();
      memory.writeAll(filled(box));
    } else if (inCell && !held && !event.altKey) {
      move(event, box);
    }
  };

  form.addEventListener("keydown", keys);
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches(CELL)) { memory.look(target); last = target; }
  });
  form.addEventListener("focusout", ({ target }) => target.matches(CELL) && memory.settle(target));
  form.addEventListener("input", ({ target }) => {
    if (target.matches?.(CELL)) memory.typed(target);
    // What is said of a paste holds until something else is done.
    form.querySelectorAll("[data-lost]").forEach((said) => { said.textContent = ""; });
  });
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    if (!event.target.matches(CELL) || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const grid = event.target.closest("[data-grid]");
    const { pairs, lost, added } = pasted(event.target, text);
    memory.writeAll(pairs, grid, added);
    grid.querySelector("[data-lost]").textContent = lost ? form.querySelector("[data-tools]").dataset.noRoom : "";
  });
  form.addEventListener("pejling:write", (event) => memory.writeAll(event.detail));
  form.addEventListener("pejling:did", (event) => memory.keep(event.detail));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-undo]")) memory.undo();
    if (button?.matches("[data-redo]")) memory.redo();
    if (!button?.matches("[data-fill]")) return;
    event.preventDefault();
    const box = startOf(button.closest("[data-line-row]"), last);
    if (!box) return;
    memory.writeAll(filled(box));
    enter(box);
  });
  form.querySelectorAll("[data-tools]").forEach((tools) => { tools.hidden = false; });
  memory.show();
}

function move(event, box) {
  const { key, shiftKey } = event;
  const moved = (key === "Tab" && tab(box, shiftKey ? -1 : 1))
    || (key === "ArrowDown" && !shiftKey && step(box, 1, 0))
    || (key === "ArrowUp" && !shiftKey && step(box, -1, 0))
    || (key === "ArrowRight" && !shiftKey && atEnd(box) && step(box, 0, 1))
    || (key === "ArrowLeft" && !shiftKey && atStart(box) && step(box, 0, -1))
    || (key === "Enter" && step(box, shiftKey ? -1 : 1, 0));
  // Enter in the last line stays there rather than sending the form.
  if (moved || key === "Enter") event.preventDefault();
}

document.querySelectorAll("form[data-sheet]").forEach(prepare);
