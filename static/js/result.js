// The result is drawn anew while the case is written: what its reader has unfolded stays so.
const place = document.getElementById("case-result");
const parts = () => [...place.querySelectorAll("details.case-section")];
const name = (part) => part.querySelector(".case-section__title").textContent;
let unfolded = new Set();

place?.addEventListener("htmx:beforeSwap", () => {
  unfolded = new Set(parts().filter((part) => part.open).map(name));
});
place?.addEventListener("htmx:afterSwap", () => {
  for (const part of parts()) part.open = unfolded.has(name(part));
});
