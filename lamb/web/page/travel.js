// A contraction that can be seen: copies of the argument travel to the places of the variable, each its own way.

const LASTS = 320; // ms
const MOST = 60; // copies: of more, nothing could be seen

// The redex that an event contracts; null if it is of another kind.
function redexOf(root, event) {
  if (event.kind === "forward") return root.querySelector(".lamb-next");
  if (event.kind !== "contract") return null;
  const redexes = [...root.querySelectorAll(".lamb-choice")];
  return redexes.find((redex) => JSON.parse(redex.dataset.event).number === event.number);
}

export async function travel(root, event) {
  const redex = redexOf(root, event);
  const level = redex && [...redex.classList].find((name) => /^r\d+$/.test(name))?.slice(1);
  if (!level || matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden) return;
  const argument = redex.querySelector(":scope > .lamb-argument");
  const places = [...redex.querySelectorAll(`:scope > .lamb-function .v${level}`)].slice(0, MOST);
  if (!argument || root.querySelector('[type="range"]')?.value > 2) return;
  const from = argument.getBoundingClientRect();
  await Promise.all(places.map((place) => fly(argument, from, place.getBoundingClientRect())));
}

async function fly(argument, from, to) {
  const copy = argument.cloneNode(true);
  copy.className = "lamb-travels";
  copy.setAttribute("aria-hidden", "true");
  const { fontSize, fontFamily } = getComputedStyle(argument);
  Object.assign(copy.style, { left: `${from.left}px`, top: `${from.top}px`, fontSize, fontFamily });
  document.body.append(copy);
  const way = [
    { transform: "none", opacity: 0.95 },
    { transform: `translate(${(to.left - from.left) / 2}px, ${(to.top - from.top) / 2 - 26}px)`, opacity: 0.95 },
    { transform: `translate(${to.left - from.left}px, ${to.top - from.top}px)`, opacity: 0.6 },
  ];
  try {
    await copy.animate(way, { duration: LASTS, easing: "ease-in-out" }).finished;
  } finally {
    copy.remove();
  }
}
