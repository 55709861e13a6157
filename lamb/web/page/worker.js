// Python in a worker: Pyodide, and our package from a wheel beside the page.
// The first message says where they are (engine.json), every other one is a question.

const PACKAGES = "/lamb-packages";
const COMPILED = "compiled"; // the name of a cache
const PAUSE = 3000; // ms without a question, until what was compiled is kept
let python, answer, how, keeping;

// Python compiles what it imports, which is most of its start. What it has compiled is kept by the browser
// for the next one. Python knows it again by the times of the sources, so these are all the same.
const PREPARE = `
import io, os, sys, zipfile
from pathlib import Path

packages, known = Path("${PACKAGES}"), 0
sys.path.insert(0, str(packages))
sys.dont_write_bytecode = False

def unpacked():
    global known
    known = len([*packages.rglob("*.pyc")])
    for source in packages.rglob("*.py"):
        os.utime(source, (0, 0))

def compiled():  # as a zip file, if it is more than was known
    global known
    files, before = [*packages.rglob("*.pyc")], known
    known = len(files)
    if known <= before:
        return b""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for file in files:
            packed.write(file, file.relative_to(packages))
    return archive.getvalue()`;

async function unpack(reply) {
  const archive = await (await reply).arrayBuffer();
  python.unpackArchive(archive, "zip", { extractDir: PACKAGES });
  python.runPython("unpacked()");
}

async function start() {
  postMessage({ progress: "Python is being loaded …" });
  const { loadPyodide } = await import(`${how.pyodide}pyodide.mjs`);
  const [loaded] = await Promise.all([loadPyodide({ indexURL: how.pyodide }), fetch(how.packages)]);
  python = loaded;
  postMessage({ progress: "The λ-calculus is being loaded …" });
  python.runPython(PREPARE);
  await unpack(fetch(how.packages));
  const kept = await self.caches?.match(how.compiled);
  if (kept) await unpack(kept).catch(() => {}); // Python compiles what is not there
  answer = python.pyimport("lamb.web.answers").answer_text;
}

async function keep() {
  const compiled = python.runPython("compiled()");
  const archive = compiled.toJs();
  compiled.destroy();
  if (!archive.length) return;
  const cache = await caches.open(COMPILED);
  for (const old of await cache.keys()) await cache.delete(old);
  await cache.put(how.compiled, new Response(archive));
}

// Hypothesis is large, and only claims about all values need it.
async function loadForClaims() {
  for (const wheel of how.claims.splice(0)) await unpack(fetch(wheel));
}

self.onmessage = async ({ data }) => {
  clearTimeout(keeping);
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
  if (self.caches) keeping = setTimeout(() => keep().catch(() => {}), PAUSE); // it works without
};
