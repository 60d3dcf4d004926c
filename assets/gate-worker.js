// Without network the console's addresses show the page that gate-queue.js kept; nothing else is touched.
const CACHE = "gate";
const SCOPE = "/gate";
const ANSWER_WITHIN_MS = 6000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && (pathname === SCOPE || pathname.startsWith(`${SCOPE}/`))) {
    event.respondWith(page(request));
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(file(request));
  }
});

async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(SCOPE);
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  const kept = await (await caches.open(CACHE)).match(request);
  return kept ?? fetch(request);
}
