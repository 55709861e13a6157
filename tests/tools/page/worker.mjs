// The worker of a built site, under node: how long it takes to start, and to answer programs.
//
//   node tests/tools/page/worker.mjs SITE PROGRAM…
//
// A program that begins with { is a question as it stands; other programs are run.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { argv, chdir, exit } from "node:process";
import { pathToFileURL } from "node:url";

const [site, ...programs] = argv.slice(2);
chdir(site);
const how = JSON.parse(await readFile("engine.json", "utf8"));
let heard = null;

globalThis.self = globalThis;
globalThis.postMessage = (message) => message.progress || heard(message);
globalThis.fetch = async (name) => ({ arrayBuffer: async () => (await readFile(name)).buffer });
await import(pathToFileURL(resolve("worker.js")).href);

async function tell(message) {
  const begun = performance.now();
  const reply = await new Promise((resolve) => {
    heard = resolve;
    self.onmessage({ data: message });
  });
  return [reply, performance.now() - begun];
}

const inWords = (html) => html.replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, " ").replace(/\s+/g, " ").trim().slice(0, 100);

const [started, milliseconds] = await tell(how);
if (started.failed) throw new Error(started.failed);
console.log(`${milliseconds.toFixed(0).padStart(7)} ms  ready`);
for (const program of programs) {
  const question = program.startsWith("{") ? program : JSON.stringify({ kind: "run", program, seconds: 20 });
  const [{ answer }, took] = await tell(question);
  const { error, results = [] } = JSON.parse(answer);
  const said = error ?? results.map(({ html }) => inWords(html)).join("; ");
  console.log(`${took.toFixed(0).padStart(7)} ms  ${program.slice(0, 60)}  ${said}`);
}
exit(0);
