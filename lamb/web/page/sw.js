// The service worker of a site: all files of a version are kept when it is first visited, and served from
// there, so that the page works without a network. Another version is kept beside it, and takes its place
// when the page is opened the next time. What stands here for version and files, `lamb web --build` fills in.

const VERSION = "";
const FILES = [];
const CACHE = `lamb-${VERSION}`;

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
}

async function forgetOthers() {
  const others = (await caches.keys()).filter((name) => name.startsWith("lamb-") && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === location.origin) event.respondWith(kept(request));
});

async function kept(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}
