// The page of a teacher: what the class is stuck on, live. All that students have written is only ever text.

import { Refusal, ask, keep, kept, pause, taken } from "./api.js";
import { bearing } from "./engine.js";
import { make } from "./markup.js";
import { wearTheme } from "./theme.js";

const TOKEN = "lamb-teacher"; // names of what the browser keeps
const NAMES = "lamb-names";
const AGAIN = 2; // seconds until a class that is gone is looked for again
const COLUMNS = 8; // mistakes that have a column of their own
const WORST = 3; // mistakes that are told large
const SIGNS = { holds: "✓", partial: "◐", undecided: "?", fails: "✗", unreadable: "✗", missing: "✗" };
const WORDS = { holds: "solved", partial: "partly", undecided: "undecided", fails: "not yet", unreadable: "unreadable", missing: "no answer" };

const find = (selector) => document.querySelector(selector);
const MISTAKES = { claim: "does not do what it should", "hidden-claim": "fails where it was not tried", syntax: "cannot be read" };
const spoken = (mistake) => MISTAKES[mistake] ?? mistake.replaceAll("-", " ");
const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

function notice(text) {
  find("#notice").textContent = text;
  find("#notice").hidden = !text;
}

function said(words) {
  if (find("#live").textContent !== words) find("#live").textContent = words; // which is read out
}

// ── what the class is stuck on ──

class Board {
  constructor(token) {
    this.token = token;
    this.chosen = null; // [key of an exercise, mistake]; the worst one, if none
    this.showsNames = kept(NAMES) === "yes"; // not at first: the page may be on a wall
    this.#press(find("#names"), this.showsNames);
    find("#names").addEventListener("click", () => {
      this.showsNames = !this.showsNames;
      keep(NAMES, this.showsNames ? "yes" : null);
      this.#press(find("#names"), this.showsNames);
      this.draw();
    });
    find("#invite").addEventListener("click", () => {
      find("#link").hidden = !find("#link").hidden;
      this.#press(find("#invite"), !find("#link").hidden);
    });
  }

  #press(button, pressed) {
    button.setAttribute("aria-pressed", String(pressed));
  }

  show(state) {
    this.state = state;
    find("#main").hidden = false;
    this.draw();
  }

  draw() {
    const { title, join } = this.state;
    find("#title").textContent = title;
    document.title = `${title}: the class`;
    const invitation = new URL(join, location.href).href;
    find("#link").replaceChildren("Students join at ", make("a", { href: invitation }, invitation));
    this.mistakes = this.#ranked();
    const focused = document.activeElement?.dataset?.cell;
    this.#drawCounts();
    this.#drawStuck();
    this.#drawMatrix();
    this.#drawLines();
    this.#drawPeople();
    if (focused) [...document.querySelectorAll("[data-cell]")].find(({ dataset }) => dataset.cell === focused)?.focus();
  }

  // Each mistake of each exercise, the commonest first.
  #ranked() {
    const all = this.state.exercises.flatMap((one) => Object.entries(one.mistakes).map(([mistake, { count, lines }]) => ({ key: keyOf(one), title: one.title, mistake, count, lines })));
    return all.sort((one, other) => other.count - one.count || (one.key + one.mistake < other.key + other.mistake ? -1 : 1));
  }

  #drawCounts() {
    const { students, begun, working, attempts, exercises } = this.state;
    const solved = exercises.reduce((sum, one) => sum + one.solved, 0);
    const share = students && exercises.length ? Math.round((100 * solved) / (students * exercises.length)) : 0;
    const tiles = { "in the class": students, "have begun": begun, "at work now": working, attempts, "of all is solved": `${share} %` };
    const shown = Object.entries(tiles).map(([words, number]) => make("div", {}, make("dt", {}, words), make("dd", {}, number.toLocaleString("en"))));
    find("#counts").replaceChildren(...shown);
  }

  #drawStuck() {
    const worst = this.mistakes.slice(0, WORST).map(({ title, mistake, count, lines }) =>
      make("li", {}, make("strong", {}, spoken(mistake)), make("span", {}, `in “${title}”, ${counted(count, "time")}`), lines.length ? make("code", {}, lines[0][0]) : null),
    );
    find("#stuck ol").replaceChildren(...(worst.length ? worst : [make("li", { class: "empty" }, "No mistake so far.")]));
  }

  #drawMatrix() {
    const totals = new Map();
    for (const { mistake, count } of this.mistakes) totals.set(mistake, (totals.get(mistake) ?? 0) + count);
    const columns = [...totals].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).slice(0, COLUMNS).map(([mistake]) => mistake);
    const most = Math.max(1, ...this.mistakes.map(({ count }) => count));
    const head = ["Exercise", "Solved", "Attempts", ...columns.map(spoken)].map((words) => make("th", { scope: "col" }, words));
    const row = (one) => {
      const cells = columns.map((mistake) => this.#heat(one, mistake, most));
      return make("tr", {}, make("th", { scope: "row" }, one.title), this.#solved(one), make("td", {}, one.attempts.toLocaleString("en")), ...cells);
    };
    const assignments = [...new Set(this.state.exercises.map(({ assignment }) => assignment))];
    const rows = assignments.flatMap((name) => {
      const own = this.state.exercises.filter(({ assignment }) => assignment === name).map(row);
      const heading = make("tr", { class: "group" }, make("th", { scope: "rowgroup", colspan: head.length }, name));
      return assignments.length > 1 ? [heading, ...own] : own;
    });
    find("#matrix table").replaceChildren(make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  }

  #solved({ solved, begun }) {
    const { students } = this.state;
    const told = `${solved} solved, ${begun - solved} at it, ${students - begun} not begun`;
    const bar = make("span", { class: "bar-of", role: "img", "aria-label": told, title: told });
    for (const [number, cls] of [[solved, "solved"], [begun - solved, "begun"]]) {
      const part = make("span", { class: cls });
      part.style.width = `${students ? (100 * number) / students : 0}%`;
      bar.append(part);
    }
    return make("td", {}, bar, String(solved));
  }

  #heat(one, mistake, most) {
    const { count } = one.mistakes[mistake] ?? { count: 0 };
    if (!count) return make("td", { class: "none" }, "–");
    const name = `${keyOf(one)} ${mistake}`;
    const { key, mistake: chosen } = this.#choice() ?? {};
    const pressed = key === keyOf(one) && chosen === mistake;
    const words = `${counted(count, "time")}: ${spoken(mistake)} in ${one.title}`;
    const choose = () => {
      this.chosen = [keyOf(one), mistake];
      this.draw();
    };
    const button = make("button", { type: "button", "data-cell": name, "aria-label": words, "aria-pressed": String(pressed), onclick: choose }, count.toLocaleString("en"));
    button.style.setProperty("--heat", `${Math.round(12 + (68 * count) / most)}%`);
    return make("td", {}, button);
  }

  #choice() {
    const [key, mistake] = this.chosen ?? [];
    return this.mistakes.find((one) => one.key === key && one.mistake === mistake) ?? this.mistakes[0];
  }

  #drawLines() {
    const choice = this.#choice();
    find("#lines").hidden = !choice;
    if (!choice) return;
    const rows = choice.lines.map(([line, count]) => make("li", {}, make("b", {}, count.toLocaleString("en")), make("code", {}, line)));
    find("#lines div").replaceChildren(make("p", {}, `${spoken(choice.mistake)}, in “${choice.title}”`), make("ol", {}, ...rows));
  }

  // ── students ──

  #drawPeople() {
    const { people, exercises } = this.state;
    const idle = people.filter(({ attempts }) => !attempts);
    find("#idle").hidden = !idle.length;
    const names = this.showsNames ? idle.map(({ name }) => make("li", {}, name)) : [make("li", { class: "empty" }, `${counted(idle.length, "student")} (press “Names” to see who)`)];
    find("#idle ul").replaceChildren(...names);
    find("#people").hidden = !this.showsNames;
    if (!this.showsNames) return;
    const head = ["Student", "Attempts", ...exercises.map(({ title }) => title), "A new link, or farewell"].map((words) => make("th", { scope: "col" }, words));
    const rows = people.map((one) => {
      const marks = one.outcomes.map((outcome) => make("td", { class: `is-${outcome ?? "new"}` }, make("span", { role: "img", "aria-label": WORDS[outcome] ?? "not begun", title: WORDS[outcome] ?? "not begun" }, SIGNS[outcome] ?? "–")));
      return make("tr", {}, make("th", { scope: "row", title: `in the log: ${one.student}` }, one.name), make("td", {}, String(one.attempts)), ...marks, this.#acts(one));
    });
    find("#people table").replaceChildren(make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  }

  #acts({ student, name }) {
    const link = async () => {
      const { token } = await this.#asked("teacher/link", { student });
      if (token) prompt(`The new link of ${name}; the old one ends:`, new URL(`./#token=${token}`, location.href).href);
    };
    const forget = async () => {
      if (confirm(`Forget who ${name} is? The attempts stay, and nothing leads from them to the name. It cannot be undone.`)) await this.#asked("teacher/forget", { student });
    };
    const button = (words, act) => make("button", { type: "button", "data-cell": `${words} ${student}`, "aria-label": `${words}: ${name}`, onclick: act }, words);
    return make("td", { class: "acts" }, button("New link", link), button("Forget", forget));
  }

  async #asked(path, question) {
    try {
      return await ask(this.token, path, question);
    } catch (error) {
      notice(error.message);
      return {};
    }
  }
}

const keyOf = ({ assignment, name }) => `${assignment}/${name}`;

// ── events ──

// The events of the service, each as its document (HTML, section 9.2: server-sent events). EventSource itself
// sends no token.
async function* events(token) {
  const reply = await fetch("teacher/events", { headers: bearing(token), cache: "no-store" });
  if (!reply.ok) throw new Refusal(reply.status, await reply.json(), 1);
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (text + value).split("\n\n");
    text = parts.pop();
    for (const part of parts) if (part.startsWith("data: ")) yield JSON.parse(part.slice(6));
  }
}

async function start() {
  wearTheme(find("#theme"));
  const given = taken("token");
  if (given) keep(TOKEN, given);
  const token = given ?? kept(TOKEN);
  if (!token) return notice("Open the teacher's link, which `lamb class serve` has printed.");
  const board = new Board(token);
  for (;;) {
    try {
      for await (const state of events(token)) {
        board.show(state);
        said("live");
        document.body.dataset.ready = "true";
      }
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) {
        keep(TOKEN, null);
        return notice("This is not the teacher's link of this class.");
      }
    }
    said("the class cannot be reached …");
    await pause(AGAIN);
  }
}

start();
