// The page as a whole: its engine, its two tabs, its link, and light or dark.

import { openEngine } from "./engine.js";
import { EXAMPLES } from "./examples.js";
import { Learn } from "./learn.js";
import { fragmentOf, stateIn } from "./link.js";
import { make } from "./markup.js";
import { Play } from "./play.js";
import { wearTheme } from "./theme.js";

const find = (selector) => document.querySelector(selector);

function notice(text) {
  find("#notice").textContent = text;
  find("#notice").hidden = !text;
}

function passing(text) {
  notice(text);
  setTimeout(() => notice(""), 3000);
}

async function start() {
  wearTheme(find("#theme"));
  document.body.classList.toggle("embedded", new URLSearchParams(location.search).has("embed"));
  for (const [at, [title]] of EXAMPLES.entries()) find("#examples").add(new Option(title, at));
  notice("Python is being loaded …");
  const engine = await openEngine(notice);
  notice("");
  if (engine.notebooks) Object.assign(find("#notebooks"), { href: engine.notebooks, hidden: false });

  let tab = "play";
  let opening = false;
  const page = {
    changed: () => opening || keepLink(),
    copied: (text, error) => (error ? passing(error) : navigator.clipboard.writeText(text).then(() => passing("Copied."), () => passing("This browser does not let the page copy."))),
    play: (program) => open({ t: "play", p: program }),
  };
  const play = new Play(engine, page);
  const learn = new Learn(engine, page);

  const state = () => ({ t: tab, ...(tab === "play" ? play.state : learn.state) });

  // The address follows what is on the page, so that it can be kept as a bookmark, and Back goes back.
  let keeping = null;
  function keepLink() {
    clearTimeout(keeping);
    keeping = setTimeout(async () => history.replaceState(null, "", await fragmentOf(state())), 300);
  }

  async function open(wanted) {
    opening = true;
    tab = wanted.t === "learn" ? "learn" : "play";
    find("#play").hidden = tab !== "play";
    find("#learn").hidden = tab !== "learn";
    for (const button of document.querySelectorAll("[data-tab]")) {
      if (button.dataset.tab === tab) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    }
    try {
      await (tab === "learn" ? learn.open(wanted.l) : play.open(wanted));
    } finally {
      opening = false;
    }
    page.changed();
  }

  for (const button of document.querySelectorAll("[data-tab]")) {
    button.addEventListener("click", () => open({ t: button.dataset.tab, l: learn.name }));
  }
  find("#examples").addEventListener("change", (event) => open({ t: "play", p: EXAMPLES[event.target.value][1] }));
  find("#share").addEventListener("click", async () => {
    const fragment = await fragmentOf(state());
    history.replaceState(null, "", fragment);
    page.copied(location.href);
  });
  window.addEventListener("hashchange", async () => open((await stateIn(location.hash)) ?? {}));
  await open((await stateIn(location.hash)) ?? {});
  document.body.dataset.ready = "true";
  if (engine.isInPage) navigator.serviceWorker?.register("sw.js").catch(() => {}); // it works without
}

start().catch((error) => notice(`The page could not start: ${error.message}`));
