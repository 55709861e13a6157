// What the page takes of CodeMirror 6. `npm ci && npm run build` beside this file makes ../codemirror.js.
export { EditorState, Compartment, StateEffect, StateField, Prec } from "@codemirror/state";
export {
  EditorView, Decoration, keymap, drawSelection, lineNumbers, placeholder, highlightActiveLine,
  highlightSpecialChars, rectangularSelection,
} from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, toggleLineComment } from "@codemirror/commands";
export { bracketMatching } from "@codemirror/language";
export { autocompletion, completionKeymap, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
export { setDiagnostics, lintKeymap, forEachDiagnostic, lintGutter } from "@codemirror/lint";
