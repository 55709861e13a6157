// A link holds everything: what is on the page, compressed, behind the # of its address.

const LARGEST = 2_000_000; // characters that a link may unfold to
const LETTERS = { "+": "-", "/": "_", "=": "" };

async function through(bytes, transform) {
  return new Response(new Blob([bytes]).stream().pipeThrough(transform));
}

export async function fragmentOf(state) {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const packed = await (await through(bytes, new CompressionStream("deflate-raw"))).arrayBuffer();
  const binary = Array.from(new Uint8Array(packed), (byte) => String.fromCharCode(byte)).join("");
  return "#" + btoa(binary).replace(/[+/=]/g, (letter) => LETTERS[letter]);
}

// The state in a fragment; null if there is none, or it was damaged on its way.
export async function stateIn(fragment) {
  if (fragment.length < 2) return null;
  try {
    const binary = atob(fragment.slice(1).replace(/-/g, "+").replace(/_/g, "/"));
    const packed = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    const unpacked = await through(packed, new DecompressionStream("deflate-raw"));
    const state = JSON.parse(await upTo(LARGEST, unpacked.body));
    return typeof state === "object" ? state : null;
  } catch {
    return null;
  }
}

async function upTo(most, stream) {
  let text = "";
  const decoder = new TextDecoder();
  for (let reader = stream.getReader(), part; !(part = await reader.read()).done; ) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > most) throw new Error("too long");
  }
  return text;
}
