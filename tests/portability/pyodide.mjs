// One of the checks in a browser's Python under node: node pyodide.mjs CHECKS.PY "compare" 100000 LAMB.WHL LARK.WHL
// The wheels are unpacked as an installer would do it. Prints what checks.py prints.
import fs from "node:fs";
import { loadPyodide } from "pyodide";

const [checks, name, depth, ...wheels] = process.argv.slice(2);
const pyodide = await loadPyodide();
for (const wheel of wheels) pyodide.unpackArchive(new Uint8Array(fs.readFileSync(wheel)), "wheel");
pyodide.FS.writeFile("/home/pyodide/checks.py", fs.readFileSync(checks));
const result = pyodide.runPython(`
import json, sys
sys.path.insert(0, "/home/pyodide")
import checks
json.dumps(checks.run(${JSON.stringify(name)}, ${Number(depth)}))
`);
const megabytes = pyodide._module.HEAP8.length / 2 ** 20;
console.log(JSON.stringify({ ...JSON.parse(result), megabytes }));
