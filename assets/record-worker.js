// Without network the address of an inspection's record shows the copy that record-keep.js made on this device, and
// the files that it needs; a phone that closed the page gets it back, with the draft. Nothing else is touched.
const CACHE = "records";
const RECORD = /^\/inspections\/\d+\/record$/;
const ANSWER_WITHIN_MS = 6000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && RECORD.test(pathname)) event.respondWith(page(request, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(file(request));
});

async function page(request, pathname) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout?.(ANSWER_WITHIN_MS) });
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(pathname);
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  const kept = await (await caches.open(CACHE)).match(request);
  return kept ?? fetch(request);
}
