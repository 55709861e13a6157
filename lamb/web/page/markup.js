// HTML that Python has made and escaped, put on the page. Its style sheets are adopted once each, since
// the page's policy allows none in the markup.

const adopted = new Set();

export function put(element, html) {
  element.innerHTML = withoutStyles(html);
}

// The markup without its style sheets, which are adopted.
export function withoutStyles(html) {
  return html.replace(/<style>([\s\S]*?)<\/style>/g, (_, rules) => adopt(rules));
}

function adopt(rules) {
  if (!adopted.has(rules)) {
    adopted.add(rules);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  return "";
}

// An element with attributes and children; text is only ever text.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

export function madeOf(html, cls) {
  const element = make("div", { class: cls });
  put(element, html);
  return element;
}
