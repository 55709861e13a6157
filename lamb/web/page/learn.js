// The course: a map of lessons, one of them open, and its exercise. Progress stays in this browser.

import { makeEditor } from "./editor.js";
import { Stopped } from "./engine.js";
import { madeOf, make, put } from "./markup.js";
import { save } from "./play.js";

const KEPT = "lamb-passed"; // in the browser: { name of a lesson: stars }
const SECONDS = 2;

export class Learn {
  constructor(engine, page) {
    this.engine = engine;
    this.page = page; // { changed, play }
    this.map = document.querySelector("#map");
    this.article = document.querySelector("#lesson");
    this.passed = kept();
    this.name = null;
  }

  get state() {
    return { l: this.name };
  }

  async open(name) {
    this.lessons ??= (await this.engine.ask({ kind: "lessons" })).lessons;
    const known = this.lessons.some((lesson) => lesson.name === name);
    this.name = known ? name : (this.lessons.find((lesson) => !(lesson.name in this.passed)) ?? this.lessons[0]).name;
    this.#drawMap();
    await this.#show();
    this.page.changed();
  }

  get #number() {
    return this.lessons.findIndex((lesson) => lesson.name === this.name);
  }

  // ── the map ──

  #drawMap() {
    const done = this.lessons.filter(({ name }) => name in this.passed).length;
    const items = this.lessons.map(({ name, title, about }, at) => {
      const stars = this.passed[name] ?? 0;
      const words = [make("b", {}, String(at + 1)), make("span", {}, title), make("i", { "aria-label": stars ? `${stars} of 3 stars` : "" }, "★".repeat(stars))];
      const current = name === this.name ? "true" : null;
      return make("li", {}, make("button", { type: "button", title: about, class: stars ? "passed" : "", "aria-current": current, onclick: () => this.open(name) }, ...words));
    });
    const share = make("div", { class: "views" });
    share.append(
      make("button", { type: "button", onclick: () => this.#export() }, "Save progress"),
      make("button", { type: "button", onclick: () => this.#import() }, "Load progress"),
    );
    const bar = make("progress", { max: this.lessons.length, value: done, "aria-label": "lessons passed" });
    this.map.replaceChildren(make("p", {}, `${done} of ${this.lessons.length} lessons passed`), bar, make("ol", {}, ...items), share);
    const current = this.map.querySelector("[aria-current]");
    if (current && this.map.scrollHeight > this.map.clientHeight) this.map.scrollTop = current.offsetTop - this.map.clientHeight / 2;
  }

  #export() {
    const text = JSON.stringify({ passed: this.passed }, null, 1);
    save("lamb-progress.json", new Blob([text], { type: "application/json" }));
  }

  #import() {
    const input = make("input", { type: "file", accept: "application/json" });
    input.addEventListener("change", async () => {
      try {
        const { passed } = JSON.parse(await input.files[0].text());
        for (const { name } of this.lessons) this.#pass(name, Number(passed?.[name]) || 0);
      } catch {
        this.page.copied(null, "this file holds no progress");
      }
      this.#drawMap();
    });
    input.click();
  }

  #pass(name, stars) {
    if (stars < 1) return;
    this.passed[name] = Math.min(3, Math.max(stars, this.passed[name] ?? 0));
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.passed));
    } catch {
      // a browser that keeps nothing: it lasts as long as the page
    }
  }

  // ── a lesson ──

  async #show() {
    const number = this.#number;
    const lesson = await this.engine.ask({ kind: "lesson", name: this.name });
    const exercise = make("section", { class: "exercise", "aria-label": "exercise" });
    this.article.replaceChildren(
      make("p", { class: "kicker" }, `Lesson ${number + 1} of ${this.lessons.length}`),
      make("h1", {}, lesson.title),
      make("p", { class: "about" }, lesson.about),
      madeOf(lesson.text, "prose"),
      exercise,
      this.#turns(number),
    );
    for (const button of this.article.querySelectorAll("[data-try]")) {
      button.addEventListener("click", () => this.#try(button));
    }
    this.#ask(exercise, lesson);
    this.article.scrollIntoView({ block: "start" });
  }

  #turns(number) {
    const turn = (at, words) => this.lessons[at] && make("button", { type: "button", onclick: () => this.open(this.lessons[at].name) }, words);
    return make("nav", { class: "turns", "aria-label": "other lessons" }, turn(number - 1, "← Before"), turn(number + 1, "Next →"));
  }

  // What a lesson gives to try: its answers, below it, and a way to go on with it.
  async #try(button) {
    const program = button.dataset.try;
    const answer = await this.engine.ask({ kind: "run", program, seconds: SECONDS });
    const box = make("div", { class: "tried" });
    for (const result of answer.results ?? []) {
      if (result.kind !== "definition") box.append(madeOf(result.html, "shown"));
    }
    box.append(make("button", { type: "button", onclick: () => this.page.play(program) }, "Open in the editor"));
    button.replaceWith(box);
  }

  #ask(exercise, lesson) {
    const said = make("div", { class: "said", role: "status" });
    const hints = make("div", { class: "hints" });
    const host = make("div", { class: "answer-editor" });
    let given = 0;
    const check = () => this.#check(editor.text, said, lesson);
    const hint = make("button", { type: "button" }, "Hint");
    const solution = make("button", { type: "button", hidden: !(lesson.name in this.passed) }, "Solution");
    hint.addEventListener("click", () => {
      if (given < lesson.hints.length) hints.append(madeOf(lesson.hints[given++], "hint"));
      hint.hidden = given >= lesson.hints.length;
      solution.hidden = solution.hidden && given < lesson.hints.length;
    });
    solution.addEventListener("click", async () => {
      const { html } = await this.engine.ask({ kind: "solution", name: lesson.name });
      hints.append(madeOf(html, "hint"));
      solution.hidden = true;
    });
    this.solution = solution;
    exercise.replaceChildren(
      make("h2", {}, "Exercise"),
      madeOf(lesson.task, "prose"),
      host,
      make("div", { class: "views" }, make("button", { type: "button", class: "primary", onclick: check }, "Check"), hint, solution),
      said,
      hints,
    );
    const editor = makeEditor({
      parent: host,
      label: "your answer",
      hint: "your answer",
      onRun: check,
      onChange: async (program) => {
        try {
          editor.show(program, await this.engine.askNewest({ kind: "read", program }));
        } catch (error) {
          if (!(error instanceof Stopped)) throw error;
        }
      },
    });
  }

  async #check(program, said, { name }) {
    said.className = "said";
    said.textContent = "checking …";
    try {
      const answer = await this.engine.ask({ kind: "attempt", name, program, seconds: SECONDS });
      said.className = `said ${answer.passed ? "passed" : "not-yet"}`;
      put(said, answer.html);
      if (!answer.passed) return;
      said.prepend(make("p", { class: "stars" }, "★".repeat(answer.stars), make("span", {}, "★".repeat(3 - answer.stars))));
      if (answer.stars < 3) said.append(make("p", { class: "about" }, "A shorter answer has more stars."));
      this.solution.hidden = false;
      this.#pass(name, answer.stars);
      this.#drawMap();
      const next = this.lessons[this.#number + 1];
      if (next) said.append(make("button", { type: "button", class: "primary", onclick: () => this.open(next.name) }, "Next lesson →"));
    } catch (error) {
      said.textContent = error instanceof Stopped ? "This took too long, and was stopped." : error.message;
    }
  }
}

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT));
    const stars = Object.entries(found ?? {}).filter(([, number]) => [1, 2, 3].includes(number));
    return Object.fromEntries(stars);
  } catch {
    return {};
  }
}
