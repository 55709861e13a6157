// One of the checks in a browser's Python:
//     node pyodide.mjs FOLDER-OF-NODE-MODULES checks.py "compare" 100000 LAMB.whl LARK.whl
// The wheels are unpacked as an installer would do it. Prints what checks.py prints.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, checks, name, depth, ...wheels] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.resolve(modules, "pyodide/pyodide.mjs")));
const pyodide = await loadPyodide();
for (const wheel of wheels) pyodide.unpackArchive(new Uint8Array(fs.readFileSync(wheel)), "wheel");
pyodide.FS.writeFile("/home/pyodide/checks.py", fs.readFileSync(checks));
const measured = pyodide.runPython(`
import json, sys
sys.path.insert(0, "/home/pyodide")
import checks
json.dumps(checks.run(${JSON.stringify(name)}, ${Number(depth)}))
`);
const megabytes = pyodide._module.HEAP8.length / 2 ** 20;
console.log(JSON.stringify({ ...JSON.parse(measured), megabytes }));
