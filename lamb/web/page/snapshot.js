// Python as it is when all is imported: its memory, and the files of our packages, kept in a cache of the
// browser. The files are one after the other, behind a line of JSON with their names and lengths.

const CACHE = "python";

// What is kept under a name: the memory and the files; nothing if there is none.
export async function kept(name) {
  const cache = await self.caches?.open(CACHE); // a page without https has none
  const replies = await Promise.all([cache?.match(`${name}-memory`), cache?.match(`${name}-files`)]);
  if (!replies.every(Boolean)) return null;
  const [memory, files] = await Promise.all(replies.map((reply) => reply.arrayBuffer()));
  return { memory: new Uint8Array(memory), files: new Uint8Array(files) };
}

// Keep a Python that was loaded with _makeSnapshot, and the files in a folder, and no older one.
export async function keep(name, python, folder) {
  await forget();
  const cache = await caches.open(CACHE);
  const found = [...filesIn(python.FS, folder)];
  const head = JSON.stringify(found.map(([path, bytes]) => [path, bytes.length]));
  await cache.put(`${name}-files`, new Response(new Blob([`${head}\n`, ...found.map(([, bytes]) => bytes)])));
  await cache.put(`${name}-memory`, new Response(python.makeMemorySnapshot()));
}

export const forget = () => caches.delete(CACHE);

function* filesIn(FS, folder) {
  for (const entry of FS.readdir(folder)) {
    const path = `${folder}/${entry}`;
    if (entry === "." || entry === "..") continue;
    if (FS.isDir(FS.stat(path).mode)) yield* filesIn(FS, path);
    else yield [path, FS.readFile(path)];
  }
}

export function restoreFiles(FS, files) {
  let at = files.indexOf(10) + 1;
  for (const [path, length] of JSON.parse(new TextDecoder().decode(files.subarray(0, at)))) {
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, files.subarray(at, (at += length)));
  }
}
