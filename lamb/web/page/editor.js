// The editor of programs and answers: CodeMirror, with the words, remarks and repairs that Python finds.
// It stands in a shadow root, where CodeMirror may adopt its style sheets under the page's policy.

import * as cm from "./codemirror.js";

const paint = cm.StateEffect.define();

const painting = cm.StateField.define({
  create: () => cm.Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) if (effect.is(paint)) return effect.value;
    return marks.map(transaction.changes);
  },
  provide: (field) => cm.EditorView.decorations.from(field),
});

const MARKS = new Map();
const markOf = (kind) => {
  if (!MARKS.has(kind)) MARKS.set(kind, cm.Decoration.mark({ class: `w-${kind}` }));
  return MARKS.get(kind);
};

// Names to go on with: those that the program binds or defines, and those of the prelude.
const NAME = /[\p{L}_][\p{L}\p{N}_'?!-]*/u;

function completion(known) {
  return (context) => {
    const word = context.matchBefore(NAME);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const own = new Set();
    context.state.field(painting).between(0, context.state.doc.length, (from, to, { spec }) => {
      if (/w-(binder|definition)/.test(spec.class)) own.add(context.state.sliceDoc(from, to));
    });
    own.delete(word.text);
    const options = [...own].map((label) => ({ label, type: "variable", boost: 1 }));
    return { from: word.from, options: [...options, ...known], validFor: NAME };
  };
}

const colour = (name) => `var(--lamb-${name})`;
const LOOK = cm.EditorView.theme({
  "&": { fontSize: "var(--code-size, 16px)", color: colour("ink"), backgroundColor: "transparent", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--code-font)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { padding: "12px 0", caretColor: colour("ink") },
  ".cm-line": { padding: "0 16px" },
  ".cm-cursor": { borderLeftColor: colour("ink"), borderLeftWidth: "2px" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { background: colour("lit") },
  ".cm-gutters": { backgroundColor: "transparent", border: "none", color: colour("soft") },
  ".cm-placeholder": { color: colour("soft") },
  ".cm-matchingBracket": { backgroundColor: colour("lit"), outline: "none" },
  ".cm-nonmatchingBracket": { color: colour("error") },
  ".w-lambda, .w-keyword, .w-sort": { color: colour("lambda"), fontWeight: "600" },
  ".w-binder, .w-bound": { color: colour("bound") },
  ".w-definition": { fontWeight: "600" },
  ".w-defined": { color: colour("hue-5") },
  ".w-numeral": { color: colour("hue-6") },
  ".w-comment": { color: colour("soft"), fontStyle: "italic" },
  ".w-step, .w-operator": { color: colour("hue-4") },
  ".w-string": { color: colour("fine") },
  ".w-unbalanced, .w-wrong": { color: colour("error") },
  ".cm-tooltip": { backgroundColor: colour("paper"), color: colour("ink"), border: `1px solid ${colour("line")}`, borderRadius: "8px", boxShadow: "0 6px 24px rgb(0 0 0 / 18%)", maxWidth: "36rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--code-font)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: colour("lit"), color: colour("ink") },
  ".cm-completionDetail": { color: colour("soft"), fontStyle: "normal", fontFamily: "system-ui, sans-serif", fontSize: "13px" },
  ".cm-diagnostic": { padding: "8px 12px", whiteSpace: "pre-wrap", fontFamily: "system-ui, sans-serif" },
  ".cm-diagnosticAction": { backgroundColor: colour("bound"), color: colour("paper"), borderRadius: "5px", padding: "2px 8px", font: "inherit" },
});

// What a backslash makes: λ, at once, as one types in a book.
const lambdas = cm.EditorView.inputHandler.of((view, from, to, text) => {
  if (text !== "\\") return false;
  view.dispatch(view.state.replaceSelection("λ"), { userEvent: "input.type" });
  return true;
});

export function makeEditor({ parent, label, text = "", hint = "", onChange = () => {}, onRun = () => {} }) {
  const completing = new cm.Compartment();
  const host = parent.attachShadow({ mode: "open" });
  const view = new cm.EditorView({
    parent: host,
    root: host,
    state: cm.EditorState.create({
      doc: text,
      extensions: [
        cm.Prec.highest(cm.keymap.of([{ key: "Mod-Enter", run: () => (onRun(), true) }])),
        cm.history(),
        cm.drawSelection(),
        cm.highlightSpecialChars(),
        cm.bracketMatching(),
        cm.closeBrackets(),
        cm.EditorView.lineWrapping,
        cm.placeholder(hint),
        cm.keymap.of([...cm.closeBracketsKeymap, ...cm.lintKeymap, ...cm.historyKeymap, ...cm.defaultKeymap]),
        cm.EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
        cm.EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
        painting,
        completing.of([]),
        lambdas,
        LOOK,
      ],
    }),
  });
  return {
    view,
    get text() {
      return view.state.doc.toString();
    },
    set text(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    focus: () => view.focus(),
    select(start, end) {
      view.dispatch({ selection: { anchor: start, head: end }, scrollIntoView: true });
      view.focus();
    },
    // Names that are known everywhere, with what they mean.
    complete(names) {
      const known = names.map(([label, info]) => ({ label, detail: info.slice(0, 60), type: "function" }));
      const sources = { override: [completion(known)], icons: false };
      view.dispatch({ effects: completing.reconfigure([cm.autocompletion(sources), cm.keymap.of(cm.completionKeymap)]) });
    },
    // What Python has said about `text`; nothing, if something else stands there by now.
    show(text, { words = [], remarks = [] }, onMore = () => {}) {
      if (text !== view.state.doc.toString()) return;
      const marks = words.filter(([start, end, kind]) => kind !== "space" && end > start);
      const ranges = marks.map(([start, end, kind]) => markOf(kind).range(start, end));
      const effects = paint.of(cm.Decoration.set(ranges));
      view.dispatch({ effects });
      view.dispatch(cm.setDiagnostics(view.state, remarks.map((remark) => diagnostic(remark, onMore))));
    },
  };
}

function diagnostic({ how, start, end, message, hint, repair, more }, onMore) {
  const actions = [];
  if (repair) {
    const changes = { from: repair.start, to: repair.end, insert: repair.text };
    actions.push({ name: "Write it so", apply: (view) => view.dispatch({ changes }) });
  }
  if (more) actions.push({ name: "Tell me more", apply: onMore });
  return { from: start, to: end, severity: how, message: hint ? `${message}\n${hint}` : message, actions };
}
