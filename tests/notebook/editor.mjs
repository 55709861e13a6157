// The words of the text on standard input as the extension for JupyterLab sees them: [[word, look], …].
// A `StringStream` as CodeMirror's: https://codemirror.net/docs/ref/#language.StringStream

import { readFileSync } from "node:fs";

class StringStream {
  constructor(string) {
    Object.assign(this, { string, pos: 0, start: 0 });
  }
  sol = () => this.pos === 0;
  eol = () => this.pos >= this.string.length;
  peek = () => this.string[this.pos];
  next = () => this.string[this.pos++];
  match(pattern) {
    const rest = this.string.slice(this.pos);
    const found = typeof pattern === "string" ? rest.startsWith(pattern) && [pattern] : rest.match(pattern);
    if (!found || found.index > 0) return null;
    this.pos += found[0].length;
    return found;
  }
}

const { lambdaCalculus } = await import(process.argv[2]);
const state = lambdaCalculus.startState();
const words = [];
for (const line of readFileSync(0, "utf8").split("\n")) {
  const stream = new StringStream(line);
  while (!stream.eol()) {
    stream.start = stream.pos;
    const look = lambdaCalculus.token(stream, state);
    words.push([line.slice(stream.start, stream.pos), look]);
  }
}
console.log(JSON.stringify(words));
