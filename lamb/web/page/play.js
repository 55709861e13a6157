// A program, its answers as it is typed, and a closer look at one of them.

import { makeEditor } from "./editor.js";
import { Stopped } from "./engine.js";
import { WELCOME } from "./examples.js";
import { madeOf, make, put } from "./markup.js";
import { Walk } from "./walk.js";

const PAUSE = 120; // ms after a key, until the program is read
const GLANCE = 0.4; // seconds that a program may take while it is typed
const LONG = 20; // and when Run is pressed
const VIEWS = [
  ["walk", "Step", "reduce it step by step, redex by redex"],
  ["type", "Type", "its simple type, and how it is derived"],
  ["compare", "Compare", "all strategies side by side"],
  ["machine", "Machines", "machines at work, state by state"],
  ["value", "Value", "its value by name, and how it is derived"],
  ["combinators", "Combinators", "without variables, by the rules of S, K, I and others"],
  ["graph", "Graph", "all reductions there are"],
  ["diamond", "Diamond", "two steps, and how they come together"],
  ["bohm", "Böhm tree", "all that can be seen of it"],
  ["tree", "Tree", "as a tree of functions and arguments"],
  ["diagram", "Diagram", "as John Tromp draws it"],
];

export class Play {
  constructor(engine, page) {
    this.engine = engine;
    this.page = page; // { copied, changed }
    this.hints = 1;
    this.running = 0;
    this.results = document.querySelector("#results");
    this.closer = document.querySelector("#closer");
    this.tally = document.querySelector("#tally");
    this.stop = document.querySelector("#stop");
    this.busy = document.querySelector("#busy");
    this.editor = makeEditor({
      parent: document.querySelector("#editor"),
      label: "program",
      text: WELCOME,
      hint: "Type a term, or a program.",
      onChange: () => this.#typed(),
      onRun: () => this.run(LONG),
    });
    const notation = document.querySelector("#notation");
    engine.ask({ kind: "names" }).then(({ names, notations }) => {
      this.editor.complete(names);
      for (const [name, words] of notations) notation.add(new Option(words, name));
    });
    notation.addEventListener("change", () => {
      this.#convert(notation.value, notation.selectedOptions[0].textContent);
      notation.value = "";
    });
    document.querySelector("#run").addEventListener("click", () => this.run(LONG));
    this.stop.addEventListener("click", () => engine.stop());
  }

  get state() {
    const { walk } = this;
    const walked = walk && { at: walk.begin.at, strategy: walk.begin.strategy, rules: walk.begin.rules, events: walk.events };
    return { p: this.editor.text, ...(walked && { w: walked }) };
  }

  async open({ p: program, w: walk }) {
    this.hints = 1;
    if (typeof program === "string") this.editor.text = program;
    clearTimeout(this.typing);
    this.#shut();
    await this.run(GLANCE);
    if (walk && Array.isArray(walk.events)) await this.#look("walk", walk.at, walk);
  }

  #typed() {
    this.hints = 1;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.run(GLANCE), PAUSE);
    this.page.changed();
  }

  // ── answers ──

  async run(seconds) {
    const program = this.editor.text;
    const question = { kind: "run", program, seconds, hints: this.hints };
    const slow = setTimeout(() => this.#wait(true), 250);
    clearTimeout(this.typing);
    this.running += 1;
    try {
      const answer = await (seconds > GLANCE ? this.engine.ask(question) : this.engine.askNewest(question));
      this.#show(program, answer);
    } catch (error) {
      if (!(error instanceof Stopped)) this.results.replaceChildren(make("p", { class: "empty" }, error.message));
      else if (seconds > GLANCE) this.tally.textContent = "stopped";
    } finally {
      clearTimeout(slow);
      this.running -= 1;
      if (!this.running) this.#wait(false);
    }
  }

  #wait(waiting) {
    this.stop.hidden = !waiting;
    this.busy.textContent = waiting ? "working …" : "";
  }

  #show(program, answer) {
    if (answer.error) {
      put(this.results, answer.html);
      return;
    }
    this.editor.show(program, answer, () => this.#tellMore());
    this.results.replaceChildren(...this.#cards(program, answer.results));
    const claims = answer.results.filter(({ verdict }) => verdict);
    const holding = claims.filter(({ verdict }) => verdict === "holds").length;
    this.tally.textContent = claims.length ? `${holding} of ${claims.length} claims hold` : "";
    if (program.trim() === "") this.results.replaceChildren(make("p", { class: "empty" }, "Nothing is asked yet."));
  }

  #tellMore() {
    this.hints = Math.min(3, this.hints + 1);
    this.run(GLANCE);
  }

  *#cards(program, results) {
    let defined = null;
    for (const result of results) {
      if (result.kind === "definition" && !result.html.includes("lamb-lines")) {
        if (!defined) yield (defined = make("p", { class: "defined" }, "defined "));
        defined.append(make("code", {}, result.title), " ");
        continue;
      }
      defined = null;
      yield this.#card(program, result);
    }
  }

  #card(program, result) {
    const verdict = result.verdict ?? (result.kind === "error" ? "fails" : result.ended === false ? "undecided" : "");
    const card = make("article", { class: `card ${result.kind} is-${verdict || "fine"}` });
    if (result.start !== undefined && result.kind !== "error") {
      const text = program.slice(result.start, result.end).split("\n")[0];
      const go = () => this.editor.select(result.start, result.end);
      card.append(make("button", { type: "button", class: "source", title: "where it stands", onclick: go }, text));
    }
    card.append(madeOf(result.html, "shown"));
    if (result.kind === "answer") card.append(this.#views(result));
    if (result.kind === "derivation" && result.verdict === "fails" && this.hints < 3) {
      card.append(make("button", { type: "button", onclick: () => this.#tellMore() }, "Give me a hint"));
    }
    return card;
  }

  #views({ start }) {
    const group = make("div", { class: "views", role: "group", "aria-label": "look closer" });
    for (const [view, words, title] of VIEWS) {
      const look = () => this.#look(view, start).then(() => this.closer.scrollIntoView({ block: "nearest", behavior: "smooth" }));
      group.append(make("button", { type: "button", title, "data-view": view, onclick: look }, words));
    }
    return group;
  }

  // ── a closer look ──

  #shut() {
    this.walk?.close?.();
    this.walk = null;
    this.closer.hidden = true;
    this.closer.replaceChildren();
    this.page.changed();
  }

  async #look(view, at, { strategy = "normal order", events = [], rules = "" } = {}) {
    this.#shut();
    const program = this.editor.text;
    const body = make("div", { class: "closer-body" });
    const title = VIEWS.find(([name]) => name === view)[2];
    const close = make("button", { type: "button", onclick: () => this.#shut() }, "Close");
    const head = make("div", { class: "pane-head" }, make("h2", {}, title[0].toUpperCase() + title.slice(1)), this.#copies(program, at, view, rules), close);
    this.closer.replaceChildren(head, body);
    this.closer.hidden = false;
    try {
      if (view === "walk") {
        const walk = new Walk(this.engine, { program, at, strategy, rules, hints: 1 }, events);
        walk.on("moved", () => this.page.changed());
        await walk.open(body);
        this.walk = walk;
      } else {
        const answer = await this.engine.ask({ kind: "look", program, at, view, seconds: 5 });
        put(body, answer.html);
        if (answer.alt) this.closer.querySelector("h2").textContent = answer.alt;
      }
    } catch (error) {
      body.replaceChildren(make("p", { class: "empty" }, error instanceof Stopped ? "Stopped." : error.message));
    }
    this.page.changed();
  }

  // The program in another notation.
  async #convert(notation, words) {
    this.#shut();
    const answer = await this.engine.ask({ kind: "convert", program: this.editor.text, notation, seconds: 5 });
    const copy = make("button", { type: "button", onclick: () => this.page.copied(answer.text) }, "Copy");
    const close = make("button", { type: "button", onclick: () => this.#shut() }, "Close");
    const tools = make("div", { class: "views" }, answer.error ? null : copy, close);
    const body = make("pre", { class: "closer-body converted", tabindex: "0" });
    if (answer.error) put(body, answer.html);
    else body.textContent = answer.text;
    this.closer.replaceChildren(make("div", { class: "pane-head" }, make("h2", {}, words), tools), body);
    this.closer.hidden = false;
    this.closer.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  #copies(program, at, view, rules) {
    const menu = make("div", { class: "views", role: "group", "aria-label": "copy" });
    const add = (words, how) => menu.append(make("button", { type: "button", onclick: how }, words));
    const copy = (form) => async () => {
      const strategy = this.walk?.state.shown.strategy ?? "normal";
      const answer = await this.engine.ask({ kind: "copy", program, at, form, strategy });
      this.page.copied(answer.text, answer.error);
    };
    if (view === "combinators") add("Step", () => this.#look("walk", at, { rules: view }));
    if (view === "walk" && !rules) {
      add("Copy as Markdown", copy("markdown"));
      add("Copy as LaTeX", copy("latex"));
    }
    if (["tree", "diagram", "graph", "diamond", "bohm", "type", "value"].includes(view)) {
      const picture = async () => (await this.engine.ask({ kind: "look", program, at, view, seconds: 5 })).svg;
      add("Save as SVG", async () => save(`${view}.svg`, new Blob([await picture()], { type: "image/svg+xml" })));
      add("Save as PNG", async () => save(`${view}.png`, await drawn(await picture())));
    }
    return menu;
  }
}

// A picture in points, twice as many as it has pixels on the page.
async function drawn(svg) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = make("canvas", { width: 2 * image.width, height: 2 * image.height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

export function save(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
