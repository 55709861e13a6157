// A walk through a reduction, with the stepper that notebooks have (stepper.js): this is its model.
// Every question tells all events so far; so a link that has them leads to the same place.

import stepper from "./stepper.js";
import { Stopped } from "./engine.js";
import { withoutStyles } from "./markup.js";
import { travel } from "./travel.js";

export class Walk {
  constructor(engine, begin, events = []) {
    this.engine = engine;
    this.begin = begin; // { program, at, strategy, hints }
    this.events = events;
    this.listeners = new Map();
    this.state = null;
    this.asked = Promise.resolve();
  }

  async open(element) {
    const answer = await this.#ask(this.events);
    if (answer.error) throw new Error(answer.error);
    this.#take(answer);
    this.element = element;
    this.close = stepper.render({ model: this, el: element });
  }

  get(name) {
    return name === "trace_id" ? "" : this.state[name];
  }

  on(event, listener) {
    const listeners = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, listeners.add(listener));
  }

  off(event, listener) {
    this.listeners.get(event)?.delete(listener);
  }

  send(event) {
    if (event.kind === "hello") {
      queueMicrotask(() => this.#tell("msg:custom", { kind: "heard" }));
      return;
    }
    this.asked = this.asked.then(() => this.#hear(event));
  }

  async #hear(event) {
    const events = [...this.events, { ...event, at: this.state.shown.number }];
    try {
      const [answer] = await Promise.all([this.#ask(events), travel(this.element, event)]);
      if (!answer.error) {
        this.events = events;
        this.#take(answer);
        this.#tell("moved");
      }
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
    this.#tell("msg:custom", { kind: "heard" });
  }

  #ask(events) {
    return this.engine.ask({ kind: "walk", ...this.begin, events, seconds: 6 });
  }

  #take(answer) {
    const pictures = Object.entries(answer.pictures).map(([name, svg]) => [name, withoutStyles(svg)]);
    this.state = { ...answer, pictures: Object.fromEntries(pictures) };
    for (const name of ["shown", "past", "pictures"]) this.#tell(`change:${name}`);
  }

  #tell(event, ...details) {
    for (const listener of this.listeners.get(event) ?? []) listener(...details);
  }
}
