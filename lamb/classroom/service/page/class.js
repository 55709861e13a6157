// The page of a student: the exercises of the class, one of them open, and what was said of the answer.

import { Refusal, ask, keep, kept, pause, taken } from "./api.js";
import { makeEditor } from "./editor.js";
import { Stopped, openEngine } from "./engine.js";
import { madeOf, make } from "./markup.js";
import { wearTheme } from "./theme.js";

const TOKEN = "lamb-class"; // names of what the browser keeps: the token, and answers that are being written
const DRAFT = "lamb-draft:";
const VERDICT = "lamb-verdict:"; // what was said last, of which the class keeps the outcome and the points
const PAUSE = 300; // ms without a key until what is written is coloured
const AGAIN = 2; // seconds until the class is asked again, if it could not be reached
const SIGNS = { holds: "✓", partial: "◐", undecided: "?", fails: "·", unreadable: "·", missing: "·" };
const SAID = {
  holds: "This holds.",
  partial: "Some of it holds.",
  fails: "Not yet.",
  unreadable: "This cannot be read.",
  undecided: "This could not be decided: your teacher looks at it.",
  missing: "There is no answer in this.",
};

const find = (selector) => document.querySelector(selector);

function notice(text) {
  find("#notice").textContent = text;
  find("#notice").hidden = !text;
}

function passing(text) {
  notice(text);
  setTimeout(() => notice(""), 3000);
}

// ── joining ──

function join(code, problem = "") {
  const name = make("input", { id: "name", autocomplete: "name", maxlength: 60, required: true });
  const said = make("p", { role: "alert", class: "problem" }, problem);
  const form = make(
    "form",
    {},
    make("h1", {}, "Join the class"),
    make("label", { for: "name" }, "Your name, as your teacher knows it"),
    name,
    make("button", { type: "submit", class: "primary" }, "Join"),
    said,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const { token } = await ask(null, "join", { code, name: name.value });
      keep(TOKEN, token);
      await enter(token);
    } catch (error) {
      said.textContent = error.message;
    }
  });
  find("#join").replaceChildren(form);
  find("#join").hidden = false;
  name.focus();
}

function turnedAway(words) {
  find("#join").replaceChildren(make("h1", {}, "Exercises of a class"), make("p", {}, words));
  find("#join").hidden = false;
}

// ── the class ──

class Exercises {
  constructor(token, { name, exercises }, engine) {
    Object.assign(this, { token, exercises, engine });
    this.byKey = new Map(exercises.map((one) => [keyOf(one), one]));
    const mine = find("#mine");
    mine.textContent = name;
    mine.hidden = false;
    mine.addEventListener("click", () => this.#copyLink());
  }

  // Where the page is not served over https, a browser has no clipboard.
  async #copyLink() {
    const link = `${location.origin}${location.pathname}#token=${this.token}`;
    try {
      await navigator.clipboard.writeText(link);
      passing("Copied. Who has this link is you: keep it to yourself.");
    } catch {
      prompt("Your link, with which you go on elsewhere; keep it to yourself:", link);
    }
  }

  open(key) {
    this.key = this.byKey.has(key) ? key : keyOf(this.exercises.find((one) => one.outcome !== "holds") ?? this.exercises[0]);
    history.replaceState(null, "", `#${encodeURIComponent(this.key)}`);
    this.#drawMap();
    this.#show(this.byKey.get(this.key));
  }

  #drawMap() {
    const done = this.exercises.filter(({ outcome }) => outcome === "holds").length;
    const item = (one) => {
      const key = keyOf(one);
      const state = one.outcome ? SAID[one.outcome] : "not begun";
      const words = [make("b", { class: `is-${one.outcome ?? "new"}`, "aria-hidden": "true" }, SIGNS[one.outcome] ?? ""), make("span", {}, one.title), starsOf(one)];
      const label = `${one.title}: ${state}`;
      return make("li", {}, make("button", { type: "button", "aria-label": label, "aria-current": key === this.key ? "true" : null, onclick: () => this.open(key) }, ...words));
    };
    const assignments = [...new Set(this.exercises.map(({ assignment }) => assignment))];
    const lists = assignments.flatMap((name) => {
      const list = make("ol", {}, ...this.exercises.filter(({ assignment }) => assignment === name).map(item));
      return assignments.length > 1 ? [make("h2", {}, name), list] : [list];
    });
    const bar = make("progress", { max: this.exercises.length, value: done, "aria-label": "exercises solved" });
    find("#map").replaceChildren(make("p", {}, `${done} of ${this.exercises.length} solved`), bar, ...lists);
  }

  #show(one) {
    const said = make("div", { class: "said", role: "status" });
    const host = make("div", { class: "answer-editor" });
    const submit = make("button", { type: "button", class: "primary", title: "Ctrl-Enter" }, "Submit");
    const hints = make("div", { class: "hints", role: "status" });
    const hint = make("button", { type: "button", hidden: !one.hints.length }, "Hint");
    hint.addEventListener("click", () => {
      hints.append(make("p", { class: "hint" }, ...quoted(one.hints[hints.childElementCount])));
      hint.hidden = hints.childElementCount >= one.hints.length;
    });
    const parts = [
      make("p", { class: "kicker" }, one.points === 1 ? "1 point" : `${one.points} points`),
      make("h1", {}, one.title),
      madeOf(one.html, "prose"),
      one.asks.length ? make("ul", { class: "asks", "aria-label": "what is asked for" }, ...one.asks.map((line) => make("li", {}, line))) : null,
      one.given ? make("details", { class: "given", open: true }, make("summary", {}, "Given"), make("pre", {}, one.given)) : null,
      make("section", { class: "exercise", "aria-label": "your answer" }, host, make("div", { class: "views" }, submit, hint), said, hints),
    ];
    find("#lesson").replaceChildren(...parts.filter((part) => part));
    const key = keyOf(one);
    const editor = makeEditor({
      parent: host,
      label: "your answer",
      hint: "your answer",
      text: kept(DRAFT + key) ?? one.beginning,
      onRun: () => submit.click(),
      onChange: (program) => {
        keep(DRAFT + key, program);
        clearTimeout(this.painting); // a whole class is typing
        this.painting = setTimeout(() => this.#paint(editor, program), PAUSE);
      },
    });
    submit.addEventListener("click", () => this.#submit(one, editor.text, said, submit));
    this.#paint(editor, editor.text);
    if (one.last) this.#say(one, lastMark(one), said, ", the last time");
    find("#main").scrollIntoView({ block: "start" });
  }

  async #paint(editor, program) {
    try {
      editor.show(program, await this.engine.askNewest({ kind: "read", program }));
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  // An attempt is sent until the class has it, under one key: what arrives twice is counted once.
  async #submit(one, text, said, submit) {
    submit.disabled = true;
    said.className = "said";
    said.textContent = "checking …";
    const attempt = { key: crypto.randomUUID?.() ?? randomKey(), assignment: one.assignment, exercise: one.name, text };
    try {
      const mark = await this.#sent(attempt, said);
      Object.assign(one, { outcome: better(one.outcome, mark.outcome), stars: Math.max(one.stars, mark.stars), last: mark });
      keep(VERDICT + keyOf(one), JSON.stringify(mark));
      this.#drawMap();
      if (keyOf(one) === this.key) this.#say(one, mark, said);
    } catch (error) {
      said.textContent = error.message;
    } finally {
      submit.disabled = false;
    }
  }

  async #sent(attempt, said) {
    for (;;) {
      let wait = AGAIN;
      try {
        return await ask(this.token, "attempts", attempt);
      } catch (error) {
        if (error instanceof Refusal && error.status !== 429 && error.status < 500) throw error;
        wait = error instanceof Refusal ? error.seconds : AGAIN;
        said.textContent = error instanceof Refusal ? "One moment: there is a queue." : "The class cannot be reached. Your answer is kept, and sent again …";
      }
      await pause(wait);
    }
  }

  #say(one, mark, said, when = "") {
    said.classList.add({ holds: "passed", partial: "partly", undecided: "partly" }[mark.outcome] ?? "not-yet");
    const points = `${mark.points} of ${mark.out_of} points${when}`;
    const parts = [make("p", { class: "verdict" }, make("strong", {}, SAID[mark.outcome]), ` ${points}`)];
    if (mark.stars) parts.unshift(make("p", { class: "stars", "aria-label": `${mark.stars} of 3 stars` }, "★".repeat(mark.stars), make("span", {}, "★".repeat(3 - mark.stars))));
    if (mark.feedback.length) parts.push(make("ul", { class: "feedback" }, ...mark.feedback.map((line) => make("li", {}, ...quoted(line)))));
    const next = this.exercises[this.exercises.indexOf(one) + 1];
    if (mark.outcome === "holds" && next) parts.push(make("button", { type: "button", class: "primary", onclick: () => this.open(keyOf(next)) }, "Next →"));
    said.replaceChildren(...parts);
  }
}

const keyOf = ({ assignment, name }) => `${assignment}/${name}`;

// What was said of the last attempt: all of it if it was said here, or else what the class has kept.
function lastMark(one) {
  const mark = JSON.parse(kept(VERDICT + keyOf(one)) ?? "null");
  return mark?.outcome === one.last.outcome && mark.points === one.last.points ? mark : { ...one.last, feedback: [] };
}

const ORDER = ["missing", "unreadable", "fails", "undecided", "partial", "holds"];
const better = (one, other) => (ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other);

// A sentence, in which what stands in “…” or `…` is code.
const quoted = (line) => line.split(/(“[^”]*”|`[^`]*`)/).map((part, at) => (at % 2 ? make("code", {}, part.slice(1, -1)) : part));

function starsOf({ stars }) {
  return make("i", { "aria-hidden": "true" }, "★".repeat(stars));
}

// Where the page is not served over https, a browser has no randomUUID.
function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function enter(token) {
  const [found, engine] = await Promise.all([ask(token, "exercises"), openEngine(notice)]);
  find("#join").hidden = true;
  find("#learn").hidden = false;
  new Exercises(token, found, engine).open(decodeURIComponent(location.hash.slice(1)));
}

async function start() {
  wearTheme(find("#theme"));
  const code = taken("join");
  const given = taken("token");
  if (given) keep(TOKEN, given);
  const token = given ?? kept(TOKEN);
  try {
    if (token) await enter(token);
    else if (code) join(code);
    else turnedAway("Open the link that your teacher has given to you.");
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error;
    keep(TOKEN, null);
    if (code) join(code);
    else turnedAway("This class does not know you: open the link that your teacher has given to you.");
  }
  document.body.dataset.ready = "true";
}

start().catch((error) => notice(`The page could not start: ${error.message}`));
