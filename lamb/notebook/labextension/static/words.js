// The λ-calculus for CodeMirror: the words of a line, and what each is, by what stands before it.
//
// FORMS is the table of lamb/repl/lexing.py; tests/notebook/test_labextension.py holds the two to be the same.

const FORMS = {
  space: /\s+/u,
  name: /(?![\p{Nd}²³¹¼-¾⁰-₉λ])[\p{L}\p{N}_](?:(?![λ])[\p{L}\p{N}_]|['?!]|[-#](?=(?![λ])[\p{L}\p{N}_]|['?!])){0,1000}/u,
  opening: /[(\[]/u,
  closing: /[)\]]/u,
  lambda: /λ|\\lambda(?=\s+(?![\p{Nd}])[\p{L}\p{N}_])|\\/u,
  numeral: /[0-9]+(?!(?![λ])[\p{L}\p{N}_])/u,
  comment: /--[^\n]*|#[^\n]*/u,
  block: /\{-/u,
  string: /"[^"\n]*"?/u,
  step: /=(?:[abed~*]|[np]\*?)(?::[swh])?>|<(?:[abed~*]|[np]\*?)(?::[swh])?=/u,
  equality: /==|!=|=eta=|:=:/u,
  defines: /:?=/u,
  dot: /\.|->|→/u,
  colon: /:/u,
  comma: /,/u,
  semicolon: /;/u,
  bar: /\|/u,
  wrong: /./u,
};

const WORD = new RegExp(
  Object.entries(FORMS).map(([form, { source }]) => `(?<${form}>${source})`).join("|"),
  "uy",
);
const LOOKS = {
  opening: "bracket", closing: "bracket", lambda: "keyword", numeral: "number",
  string: "string", step: "operator", equality: "operator", defines: "operator", dot: "operator",
  colon: "operator", comma: "operator", semicolon: "operator", bar: "operator", wrong: "invalid",
};
// Words only where a statement begins:
const BEGINNING = /data(?=[^:=\n]*=[^=:\n]*(?:\||\([^():\n]*:))|(?:rec|assert|import)(?=\s+[\p{L}\p{N}_(\[\\"])|assume(?=\s[^=\\λ.()"]*:(?!=))/uy;
const DEFINITION = /(?:(?!--)[^=:\\λ.()\[\]{"])+:?=(?![=>:]|[abednp~*]\S*>|eta=)/uy;

/** True for a cell of Python that is one of λ-calculus. */
export const isLambda = (source) => /^(?:\s*\n)*%%lamb\b/.test(source);

const at = (pattern, { string, pos }) => {
  pattern.lastIndex = pos;
  return pattern.exec(string);
};

/** A language as CodeMirror's `StreamLanguage.define` takes it. */
export const lambdaCalculus = {
  name: "lambda-calculus",
  languageData: {
    commentTokens: { line: "--", block: { open: "{-", close: "-}" } },
    closeBrackets: { brackets: ["(", "[", '"'] },
  },

  // depth: of block comments; lets: that wait for their `in`; forall: in a claim's generators; binds: names that
  // come next are binders
  startState: () => ({ depth: 0, lets: 0, forall: false, binds: false }),

  token(stream, state) {
    if (state.depth) return inComment(stream, state);
    if (stream.sol() && stream.match(/%%lamb\b.*|:[^\s]+/)) return "meta";
    if (stream.sol() && /\S/.test(stream.peek())) {
      state.lets = 0;
      state.forall = false;
      state.binds = at(DEFINITION, stream) !== null;
      if (at(BEGINNING, stream)) state.binds = stream.match(/rec|assert|assume|import|data/)[0] === "rec";
      if (stream.pos > stream.start) return "keyword";
    }
    const found = at(WORD, stream);
    const [form] = Object.entries(found.groups).find(([, text]) => text !== undefined);
    stream.pos = WORD.lastIndex;
    if (form === "space") return null;
    if (form === "block") {
      state.depth = 1;
      return inComment(stream, state);
    }
    if (form === "name") return named(found[0], state);
    if (form === "comment") return form;
    if (form === "dot") state.forall = false;
    state.binds = form === "lambda" || (form === "semicolon" && state.lets > 0) || (form === "comma" && state.forall);
    return LOOKS[form];
  },
};

function named(name, state) {
  const isWord = ["let", "eval", "conf"].includes(name) || (name === "in" && state.lets > 0) || name === "forall";
  if (!isWord) return state.binds ? "variableName.definition" : "variableName";
  if (name === "let") state.lets += 1;
  if (name === "in") state.lets -= 1;
  state.forall = name === "forall";
  state.binds = name !== "in";
  return "keyword";
}

function inComment(stream, state) {
  while (state.depth && !stream.eol()) {
    if (stream.match("{-")) state.depth += 1;
    else if (stream.match("-}")) state.depth -= 1;
    else stream.next();
  }
  return "comment";
}
