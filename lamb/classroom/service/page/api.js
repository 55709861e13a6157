// What the pages of a class ask its service. Who asks is told by a token, in a header; this browser keeps it.

import { bearing } from "./engine.js";

export class Refusal extends Error {
  constructor(status, { error, hint }, seconds) {
    super(hint ? `${error}: ${hint}` : error);
    this.status = status;
    this.seconds = seconds; // after which it may be tried again
  }
}

// The answer to a question; a Refusal, or an error of the network.
export async function ask(token, path, question) {
  const how = question === undefined ? {} : { method: "POST", body: JSON.stringify(question) };
  const reply = await fetch(path, { ...how, headers: { "Content-Type": "application/json", ...bearing(token) } });
  const answer = await reply.json().catch(() => ({ error: "the class does not answer as it should" }));
  if (!reply.ok) throw new Refusal(reply.status, answer, Number(reply.headers.get("Retry-After")) || 1);
  return answer;
}

// What stands in the address behind #, by its name; it is taken out of the address, and of the history.
export function taken(name) {
  const found = new URLSearchParams(location.hash.slice(1)).get(name);
  if (found) history.replaceState(null, "", location.pathname);
  return found;
}

export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // a browser that keeps nothing: it lasts as long as the page
  }
}

export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export const pause = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));
