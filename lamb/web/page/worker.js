// Python in a worker: Pyodide, and our package from a wheel beside the page.
// The first message says where they are (engine.json), every other one is a question.

const PACKAGES = "/lamb-packages";
let python, answer, how;

async function unpack(name) {
  const archive = await (await fetch(name)).arrayBuffer();
  python.unpackArchive(archive, "zip", { extractDir: PACKAGES });
}

async function start() {
  postMessage({ progress: "Python is being loaded …" });
  const { loadPyodide } = await import(`${how.pyodide}pyodide.mjs`);
  const [loaded] = await Promise.all([loadPyodide({ indexURL: how.pyodide }), fetch(how.packages)]);
  python = loaded;
  postMessage({ progress: "The λ-calculus is being loaded …" });
  await unpack(how.packages);
  python.runPython(`import sys; sys.path.insert(0, "${PACKAGES}")`);
  answer = python.pyimport("lamb.web.answers").answer_text;
}

// Hypothesis is large, and only claims about all values need it.
async function loadForClaims() {
  for (const wheel of how.claims.splice(0)) await unpack(wheel);
}

self.onmessage = async ({ data }) => {
  if (!how) {
    how = data;
    try {
      await start();
      postMessage({ ready: true });
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
