// Turn the cards of a meeting with the arrow keys; never while somebody writes or chooses.

const WRITES = "input, textarea, select, summary, [contenteditable]";
const WAYS = { ArrowLeft: "prev", ArrowRight: "next" };

document.addEventListener("keydown", (event) => {
  const way = WAYS[event.key];
  if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest(WRITES)) return;
  const link = document.querySelector(`main a[rel="${way}"]`);
  if (link) link.click();
});
