// The stepper in a notebook: puts what Python makes where it belongs, and says what its reader does.
//
//   model.get("shown")     what each part of the page shows: HTML that Python has made and escaped
//   model.send({kind, …})  what the reader wants; Python answers by changing what is shown
//
// Whatever is to be clicked on in that HTML carries its event with it (`data-event`). A model may have
// several views: all show the same, and each has its own focus, its own clock, and its own text box.

const ICONS = {
  start: "M3 3v10M13 3 6 8l7 5z",
  back: "M10 3 5 8l5 5",
  forward: "M6 3l5 5-5 5",
  play: "M5 3v10l8-5z",
  pause: "M5 3v10M11 3v10",
  run: "M13 3v10M3 3l7 5-7 5z",
};

const KEYS = [
  ["→", "the next step"],
  ["←", "back"],
  ["↑ ↓", "from redex to redex"],
  ["Enter", "contract the redex that you are at"],
  ["Space", "play, or pause"],
  ["Home", "back to the start"],
  ["End", "on to the end"],
  ["=", "type the next step"],
  ["Esc", "leave the text box, or this list"],
  ["?", "this list"],
];

const icon = (name) =>
  `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;

const control = (name, words, title) =>
  `<button type="button" data-do="${name}" title="${title}">${icon(name)}<span>${words}</span></button>`;

const PAGE = `
  <div class="lamb-controls" role="toolbar" aria-label="steps">
    <div>
      ${control("start", "Start", "back to the start (Home)")}
      ${control("back", "Back", "take the last step back (←)")}
      ${control("forward", "Next step", "the next step by the strategy (→)")}
      ${control("play", "Play", "one step after the other (Space)")}
      <input type="range" min="0" max="4" value="1" title="speed" aria-label="speed">
      ${control("run", "To the end", "all steps at once, as far as they go (End)")}
    </div>
    <label>Strategy <select aria-label="strategy"></select></label>
    <button type="button" data-do="help" aria-expanded="false" aria-label="keys" title="keys (?)">?</button>
  </div>
  <div class="lamb-help" role="dialog" aria-label="keys" hidden>
    <dl>${KEYS.map(([key, what]) => `<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`).join("")}</dl>
    <p>Point at a binder, and its variables light up.</p>
  </div>
  <p class="lamb-waiting" hidden>The kernel does not answer. If it was restarted, run this cell again.</p>
  <div class="lamb-taken"><span class="lamb-count"></span><div data-slot="taken"></div></div>
  <div class="lamb-now" data-slot="term" role="group" tabindex="-1"
    aria-label="the term; up and down go from redex to redex, Enter contracts one"></div>
  <p class="lamb-about" data-slot="choices"></p>
  <p class="lamb-ended" data-slot="ended"></p>
  <div class="lamb-remark" data-slot="remark"></div>
  <div class="lamb-ask">
    <label>What is the next step? <input type="text" spellcheck="false" autocomplete="off"
      autocapitalize="off" placeholder="type it: \\ makes a λ, and … stands for any part"></label>
    <button type="button" data-do="ask">Check</button>
    <button type="button" data-event='{"kind":"hint"}'>Hint</button>
  </div>
  <div class="lamb-answer" data-slot="answer"></div>
  <div class="lamb-toggles" role="group" aria-label="what else to show">
    <button type="button" data-do="past" aria-pressed="true">Steps so far</button>
    <button type="button" data-picture="tree" aria-pressed="false">Tree</button>
    <button type="button" data-picture="diagram" aria-pressed="false">Tromp diagram</button>
  </div>
  <div class="lamb-pictures"></div>
  <nav class="lamb-past" aria-label="steps so far"></nav>
  <p class="lamb-said" aria-live="polite"></p>`;

const PATIENCE = 4000; // ms in which a kernel that is not busy answers
const GREETINGS = 20; // of a kernel that does not answer
const PAUSES = [3000, 1500, 800, 400, 150]; // ms between steps, by the speed

function render({ model, el }) {
  const root = document.createElement("section");
  root.className = "lamb lamb-stepper tex2jax_ignore mathjax_ignore";
  root.setAttribute("aria-label", "stepper");
  root.hidden = true; // until the kernel answers: elsewhere the whole trace is shown (see `alone`)
  root.innerHTML = PAGE;
  el.append(root);

  const find = (selector) => root.querySelector(selector);
  const term = find('[data-slot="term"]');
  const about = find('[data-slot="choices"]');
  const typed = find(".lamb-ask input");
  const past = find(".lamb-past");
  const strategy = find("select");
  const play = find('[data-do="play"]');
  let shown = model.get("shown");
  let waiting = null; // the timer that a kernel has to answer by
  let greeting = null; // the timer of the next greeting, until a kernel has answered
  let clock = null; // of the next step, while it plays
  let playing = false;

  // ── saying what the reader wants ──

  function send(event) {
    clearTimeout(waiting);
    waiting = setTimeout(() => (find(".lamb-waiting").hidden = root.hidden), PATIENCE);
    model.send({ ...event, at: shown.number }); // it may throw, if there is no kernel
  }

  // A kernel may lose what it is told while it is busy, as JupyterLite's does when a cell fails.
  function greet(times) {
    send({ kind: "hello" });
    if (times > 1) greeting = setTimeout(greet, PATIENCE, times - 1);
  }

  const doing = {
    start: () => send({ kind: "go", step: 0 }),
    back: () => send({ kind: "back" }),
    forward: () => shown.is_last || send({ kind: "forward" }),
    run: () => shown.is_last || send({ kind: "run" }),
    play: () => (playing ? pause() : start()),
    ask: () => send({ kind: "ask", text: typed.value }),
    past: () => togglePast(past.hidden),
    help: () => toggleHelp(find(".lamb-help").hidden),
  };

  function start() {
    if (shown.is_last) return;
    playing = true;
    setControl(play, "pause", "Pause");
    send({ kind: "forward" });
  }

  function pause() {
    playing = false;
    clearTimeout(clock);
    setControl(play, "play", "Play");
  }

  function setControl(button, name, words) {
    button.innerHTML = `${icon(name)}<span>${words}</span>`;
  }

  function toggleHelp(open) {
    find(".lamb-help").hidden = !open;
    find('[data-do="help"]').setAttribute("aria-expanded", String(open));
  }

  function togglePast(open) {
    past.hidden = !open;
    find('[data-do="past"]').setAttribute("aria-pressed", String(open));
    keepInSight();
  }

  // ── showing what there is ──

  const known = new Map();

  function put(element, html) {
    if (known.get(element) === html) return false; // what has not changed keeps its focus
    known.set(element, html);
    element.innerHTML = html;
    return true;
  }

  function show() {
    shown = model.get("shown");
    const held = root.contains(document.activeElement) ? document.activeElement : null;
    for (const slot of root.querySelectorAll("[data-slot]")) {
      const had = slot.contains(document.activeElement);
      if (put(slot, shown[slot.dataset.slot]) && had) slot === term ? goTo(current()) : term.focus();
    }
    if (term.contains(document.activeElement)) explain({ target: document.activeElement });
    find(".lamb-count").textContent = shown.step ? `Step ${shown.step}` : "Start";
    find('[data-do="start"]').disabled = find('[data-do="back"]').disabled = shown.is_first;
    for (const name of ["forward", "play", "run"]) find(`[data-do="${name}"]`).disabled = shown.is_last;
    if (held?.disabled) goTo(current()); // and not to the page
    for (const button of root.querySelectorAll("[data-picture]")) {
      button.setAttribute("aria-pressed", String(shown.pictures.includes(button.dataset.picture)));
    }
    if (shown.is_right) typed.value = "";
    const asking = find(".lamb-ask");
    const asked = asking.contains(document.activeElement);
    asking.hidden = shown.is_last;
    if (asked && asking.hidden) term.focus();
    showStrategy();
    rove(current());
    find(".lamb-said").textContent = shown.said;
    if (shown.is_last || shown.stops) pause();
    if (playing) {
      clearTimeout(clock);
      clock = setTimeout(() => send({ kind: "forward" }), PAUSES[find('[type="range"]').value]);
    }
  }

  function showStrategy() {
    if (!strategy.options.length) {
      for (const [name, words] of shown.strategies) strategy.add(new Option(words, name));
    }
    strategy.value = shown.strategy;
    strategy.title = shown.strategies.find(([name]) => name === shown.strategy)[2];
  }

  function showPast() {
    if (put(past, model.get("past"))) keepInSight();
  }

  function keepInSight() {
    const here = past.querySelector("[aria-current]");
    if (here) past.scrollTop = here.offsetTop - past.clientHeight / 2;
  }

  function showPictures() {
    const pictures = Object.entries(model.get("pictures"));
    put(find(".lamb-pictures"), pictures.map(([name, svg]) => `<figure class="${name}">${svg}</figure>`).join(""));
  }

  // ── redexes: one of them can be reached by Tab, and the others from it ──

  const redexes = () => [...term.querySelectorAll(".lamb-choice")];
  const current = () => term.querySelector(".lamb-next") ?? term.querySelector(".lamb-choice") ?? term;

  function rove(element) {
    for (const redex of redexes()) redex.tabIndex = redex === element ? 0 : -1;
  }

  function goTo(element) {
    rove(element);
    element.focus({ preventScroll: true });
  }

  function goOn(by) {
    const all = redexes();
    const at = all.indexOf(document.activeElement);
    if (all.length) goTo(at < 0 ? current() : all[(at + by + all.length) % all.length]);
  }

  // ── what the reader does ──

  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-event], [data-do], [data-picture]");
    if (!button || !root.contains(button)) return;
    const { event, picture } = button.dataset;
    if (button.dataset.do !== "play") pause();
    if (event) send(JSON.parse(event));
    else if (picture) send({ kind: "picture", name: picture, on: button.getAttribute("aria-pressed") !== "true" });
    else doing[button.dataset.do]();
  });

  strategy.addEventListener("change", () => send({ kind: "strategy", name: strategy.value }));

  typed.addEventListener("input", () => {
    const at = typed.selectionStart;
    if (typed.value.includes("\\")) {
      typed.value = typed.value.replaceAll("\\", "λ");
      typed.setSelectionRange(at, at);
    }
  });

  // What contracting a redex would do is said while it is pointed at.
  const explain = ({ target }) => {
    const redex = target.closest?.("[data-about]");
    if (redex) about.textContent = `${redex.dataset.about}.`;
    else if (known.has(about)) about.innerHTML = known.get(about);
  };
  term.addEventListener("mouseover", explain);
  term.addEventListener("focusin", explain);
  for (const left of ["mouseleave", "focusout"]) term.addEventListener(left, () => explain({ target: term }));

  const keys = {
    ArrowRight: doing.forward,
    ArrowLeft: doing.back,
    ArrowUp: () => goOn(-1),
    ArrowDown: () => goOn(1),
    Home: doing.start,
    End: doing.run,
    " ": doing.play,
    "=": () => typed.focus(),
    "?": doing.help,
    Escape: () => toggleHelp(false),
    Enter: () => document.activeElement.click(),
  };

  // JupyterLab looks at each key first. Letters and arrows would cut cells and move between them; but
  // Ctrl+S is to save the notebook from here, too.
  const isOurs = (event) => !(event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter"));
  let claimed = null; // the part that had the last key, and may be around the one that has the next
  const claim = (event) => {
    claimed?.removeAttribute("data-lm-suppress-shortcuts");
    claimed = root.contains(event.target) && isOurs(event) ? event.target : null;
    claimed?.setAttribute("data-lm-suppress-shortcuts", "");
  };
  window.addEventListener("keydown", claim, { capture: true });

  root.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!isOurs(event)) return;
    if (key === "Escape" && target === typed) return goTo(current());
    if (key === "Enter" && target === typed) return doing.ask();
    if (target.matches("input, select")) return; // they need the keys themselves
    if ((key === " " || key === "Enter") && target.matches("button")) return;
    if (!(key in keys) || (event.repeat && waiting)) return;
    event.preventDefault();
    if (key.length > 1 && key !== " ") pause();
    keys[key]();
  });

  // ── listening ──

  // The whole trace stands beside the stepper for pages without a kernel. With one, it is hidden.
  const alone = document.createElement("style");
  alone.textContent = `[data-lamb-trace="${model.get("trace_id")}"] { display: none }`;

  function hear(message) {
    if (message?.kind !== "heard") return;
    clearTimeout(waiting);
    clearTimeout(greeting);
    waiting = null;
    find(".lamb-waiting").hidden = true;
    if (!root.hidden) return;
    root.hidden = false;
    if (model.get("trace_id")) root.append(alone);
    showPast();
  }

  model.on("msg:custom", hear);
  model.on("change:shown", show);
  model.on("change:past", showPast);
  model.on("change:pictures", showPictures);
  show();
  showPast();
  showPictures();
  greet(GREETINGS);

  return () => {
    pause();
    clearTimeout(waiting);
    clearTimeout(greeting);
    window.removeEventListener("keydown", claim, { capture: true });
    model.off("msg:custom", hear);
    model.off("change:shown", show);
    model.off("change:past", showPast);
    model.off("change:pictures", showPictures);
  };
}

export default { render };
