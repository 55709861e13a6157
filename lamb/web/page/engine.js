// The engine answers questions: Python, in a worker of this page (`worker.js`) or beside it (`lamb web`).
// Which of them it is stands in engine.json. A question and its answer are JSON (lamb/web/answers.py).
//
//   const engine = await openEngine(progress);
//   await engine.ask({ kind: "run", program: "fact 5" })
//   engine.stop();                       ends what is being answered, at once

const OVERRUN = 4000; // ms that an answer may be late before the worker is ended
const PAUSE = 3000; // ms after the first start, until another worker keeps one for the next

export class Stopped extends Error {}

// Python takes longest to load: so it begins at once, while the page loads what else it has.
const opened = begin();

async function begin() {
  const how = await (await fetch("engine.json")).json();
  return new Engine(how.engine === "page" ? new InPage(how) : new Server(how), how);
}

export async function openEngine(onProgress) {
  const engine = await opened;
  engine.desk.onProgress = onProgress;
  await engine.desk.ready;
  return engine;
}

// One question at a time: a page has one reader, and Python one thread.
class Engine {
  constructor(desk, { engine, notebooks }) {
    this.desk = desk;
    this.isInPage = engine === "page";
    this.notebooks = notebooks; // their address, if the site has some
    this.last = Promise.resolve();
  }

  ask(question) {
    const answered = this.last.then(() => this.#timed(question));
    this.last = answered.catch(() => {});
    return answered;
  }

  // Only the newest question of a kind is worth an answer: an older one that still waits is dropped.
  askNewest(question) {
    const mine = (this.newest = Symbol("question"));
    const answered = this.last.then(() => {
      if (this.newest !== mine) throw new Stopped();
      return this.#timed(question);
    });
    this.last = answered.catch(() => {});
    return answered;
  }

  async #timed(question) {
    const late = setTimeout(() => this.stop(), 1000 * (question.seconds ?? 2) + OVERRUN);
    try {
      return await this.desk.ask(question);
    } finally {
      clearTimeout(late);
    }
  }

  stop() {
    this.newest = null;
    this.desk.stop();
  }
}

export const bearing = (token) => (token ? { Authorization: `Bearer ${token}` } : {});

// Python beside the page: a process that is ended when the connection is.
class Server {
  ready = Promise.resolve();

  constructor({ token }) {
    this.token = token; // the name under which the browser keeps one, if the server wants one
  }

  async ask(question) {
    this.abort = new AbortController();
    try {
      const reply = await fetch("answer", {
        method: "POST",
        headers: { "Content-Type": "application/json", ...bearing(this.token && localStorage.getItem(this.token)) },
        body: JSON.stringify(question),
        signal: this.abort.signal,
      });
      return await reply.json();
    } catch (error) {
      if (error.name === "AbortError") throw new Stopped();
      return { error: "lamb does not answer: is `lamb web` still running?" };
    }
  }

  stop() {
    this.abort?.abort();
  }
}

// Python in the page: a worker that is ended, and started again from what the browser has kept.
class InPage {
  onProgress = () => {};

  constructor(how) {
    this.how = how;
    this.#start();
    this.ready.then((isNew) => isNew && self.caches && setTimeout(() => this.#keepStart(), PAUSE), () => {});
  }

  // A worker that starts Python once more, and has the browser keep it as it is then.
  #keepStart() {
    const keeper = new Worker("worker.js", { type: "module" });
    keeper.onmessage = ({ data }) => (data.ready || data.failed) && keeper.terminate();
    keeper.postMessage({ ...this.how, keeps: true });
  }

  #start() {
    this.worker = new Worker("worker.js", { type: "module" });
    this.waiting = null;
    this.ready = new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => {
        if (data.progress) this.onProgress(data.progress);
        else if (data.failed) reject(new Error(data.failed));
        else if (data.ready) resolve(data.isNew);
        else if (data.broken) this.waiting?.reject(new Error(data.broken));
        else this.waiting?.resolve(JSON.parse(data.answer));
      };
      this.worker.onerror = (event) => {
        const error = new Error(event.message || "the worker of this page could not be started");
        reject(error);
        this.waiting?.reject(error);
      };
    });
    this.ready.catch(() => {});
    this.worker.postMessage(this.how);
  }

  async ask(question) {
    await this.ready;
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.worker.postMessage(JSON.stringify(question));
    });
  }

  stop() {
    if (!this.waiting) return;
    this.worker.terminate();
    this.waiting.reject(new Stopped());
    this.#start();
  }
}
