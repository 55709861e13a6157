// The λ-calculus in colour in JupyterLab and Notebook 7, in the form that they load extensions in: a “remote”
// of webpack's module federation (https://webpack.js.org/concepts/module-federation/), here without webpack.
// `init` is given the modules that all extensions share, `get` gives ours.

{
  const MIME = "text/x-lambda-calculus"; // as the kernel says (lamb/notebook/kernel.py)
  const words = new URL("words.js", document.currentScript.src).href;
  let shared = {}; // by name and version: how to load a module

  const load = async (name) => (await Object.values(shared[name])[0].get())();

  /** Show the cells of a notebook as what they are: those that begin with %%lamb are no Python. */
  function watch(notebook, isLambda) {
    const seen = new WeakSet();

    function choose(model) {
      if (isLambda(model.sharedModel.getSource())) model.mimeType = MIME;
      else if (model.mimeType === MIME) model.mimeType = notebook.codeMimetype;
    }

    function look() {
      for (const model of notebook.model?.cells ?? []) {
        if (model.type !== "code" || seen.has(model)) continue;
        seen.add(model);
        model.contentChanged.connect(choose);
        model.mimeTypeChanged.connect(choose); // by a kernel that has started
        choose(model);
      }
    }

    function listen() {
      notebook.model?.cells.changed.connect(look);
      look();
    }

    notebook.modelChanged.connect(listen);
    listen();
  }

  async function plugin() {
    const [{ INotebookTracker }, { IEditorLanguageRegistry }, { LanguageSupport, StreamLanguage }] =
      await Promise.all(["@jupyterlab/notebook", "@jupyterlab/codemirror", "@codemirror/language"].map(load));
    const { isLambda, lambdaCalculus } = await import(words);
    return {
      id: "lamb-calculus:colours",
      description: "The λ-calculus in colour, in notebooks and in .lc files.",
      autoStart: true,
      requires: [IEditorLanguageRegistry],
      optional: [INotebookTracker],
      activate(_, languages, notebooks) {
        languages.addLanguage({
          name: "lambda-calculus",
          displayName: "λ-calculus",
          mime: MIME,
          extensions: ["lc"],
          support: new LanguageSupport(StreamLanguage.define(lambdaCalculus)),
        });
        notebooks?.forEach(({ content }) => watch(content, isLambda));
        notebooks?.widgetAdded.connect((_, { content }) => watch(content, isLambda));
      },
    };
  }

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB["lamb-calculus"] = {
    init: (scope) => void (shared = scope),
    get: async (name) => {
      if (name !== "./extension") throw new Error(`lamb-calculus has no ${name}`);
      const found = await plugin();
      return () => ({ __esModule: true, default: found });
    },
  };
}
