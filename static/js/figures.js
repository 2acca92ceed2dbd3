// What the scripts of the grid share: figures in the Danish way, in hundredths so that sums are exact, and the boxes.

const language = document.documentElement.lang;
const FIGURE = /^-?(\d{1,3}(\.\d{3})+(,\d{1,2})?|\d+(,\d{1,2}|\.\d{1,2})?)$/;

// A figure in hundredths, null for an empty box, NaN for what the server would send back.
export function read(text) {
  let clean = text.trim().toLowerCase().replace(/\s|kr\.?$|,-$/g, "");
  if (!clean) return null;
  if (!FIGURE.test(clean)) return NaN;
  if (clean.includes(",") || /^-?\d{1,3}(\.\d{3})+$/.test(clean)) clean = clean.replaceAll(".", "").replace(",", ".");
  return Math.round(Number(clean) * 100);
}

export function write(hundredths) {
  const places = hundredths % 100 ? 2 : 0;
  return (hundredths / 100).toLocaleString(language, { minimumFractionDigits: places, maximumFractionDigits: places });
}

// The boxes of a line in the order of the years: "y" the likely figures, "l" the lowest, "h" the highest.
export function boxes(row, kind = "y") {
  return [...row.querySelectorAll(`[data-kind="${kind}"] input`)];
}

export function rows(grid) {
  return [...grid.querySelectorAll("[data-line-row]")].filter((row) => !row.hidden);
}

export function isEstimate(row) {
  return Boolean(row.querySelector("[name$='-estimate']")?.checked);
}

// The rows of boxes of a line that are on the page.
export function bands(row) {
  return (isEstimate(row) ? ["y", "l", "h"] : ["y"]).map((kind) => boxes(row, kind));
}
