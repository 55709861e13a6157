// Python in a worker: Pyodide, and our package from a wheel beside the page.
// The first message says where they are (engine.json), every other one is a question.
//
// Python takes seconds to start. So its memory just after a start is kept by the browser, and the next start
// only has to put it back. `{ keeps: true }` in the first message makes a worker that does this and no more.

import { forget, keep, kept, restoreFiles } from "./snapshot.js";

const PACKAGES = "/lamb-packages";
let python, answer, how;

async function unpack(reply) {
  const archive = await (await reply).arrayBuffer();
  python.unpackArchive(archive, "zip", { extractDir: PACKAGES });
}

async function start() {
  postMessage({ progress: "Python is being loaded …" });
  const { loadPyodide } = await import(`${how.pyodide}pyodide.mjs`);
  const load = (options) => loadPyodide({ indexURL: how.pyodide, ...options });
  const asLarge = (memory) => async (settings) => {
    const made = await (await import(`${how.pyodide}pyodide.asm.mjs`)).default(settings);
    if (made.HEAP8.length < memory.length) made.growMemory(memory.length);
    return made;
  };
  const before = how.keeps ? null : await kept(how.snapshot);
  if (before) {
    try {
      python = await load({ _loadSnapshot: before.memory, createPyodideModule: asLarge(before.memory) });
      restoreFiles(python.FS, before.files);
    } catch {
      await forget(); // it is of another Pyodide
    }
  }
  const isNew = !python;
  if (isNew) {
    const [loaded] = await Promise.all([load({ _makeSnapshot: how.keeps }), fetch(how.packages)]);
    python = loaded;
    postMessage({ progress: "The λ-calculus is being loaded …" });
    await unpack(fetch(how.packages));
    python.runPython(`import sys; sys.path.insert(0, "${PACKAGES}")`);
  }
  if (how.keeps) {
    python.runPython("from lamb.web.answers import rehearse; rehearse()");
    await keep(how.snapshot, python, PACKAGES);
  } else {
    answer = python.pyimport("lamb.web.answers").answer_text;
  }
  return isNew;
}

// Hypothesis is large, and only claims about all values need it.
async function loadForClaims() {
  for (const wheel of how.claims.splice(0)) await unpack(fetch(wheel));
}

self.onmessage = async ({ data }) => {
  if (!how) {
    how = data;
    try {
      postMessage({ ready: true, isNew: await start() });
    } catch (error) {
      postMessage({ failed: String(error) });
    }
    return;
  }
  try {
    if (data.includes("forall")) await loadForClaims();
    postMessage({ answer: answer(data) });
  } catch (error) {
    postMessage({ broken: String(error) });
  }
};
