// Without network the console's addresses show the page that gate-queue.js kept, and so they do when this machine was
// shut out while something waits on it to be sent: the page says so. Nothing else is touched.
const CACHE = "gate";
const SCOPE = "/gate";
// The shift of who comes every day has a page of its own.
const SHIFT = "/gate/regulars";
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
    const answer = await fetch(request, { signal: AbortSignal.timeout?.(ANSWER_WITHIN_MS) });
    const isShutOut = answer.type === "opaqueredirect" && (await isSomethingQueued());
    return isShutOut ? ((await keptPage(request)) ?? answer) : answer;
  } catch (error) {
    const kept = await keptPage(request);
    if (kept) return kept;
    throw error;
  }
}

async function keptPage(request) {
  const place = new URL(request.url).pathname === SHIFT ? SHIFT : SCOPE;
  return (await caches.open(CACHE)).match(place);
}

function isSomethingQueued() {
  return new Promise((resolve) => {
    const opening = indexedDB.open("gate", 1);
    // Only gate-queue.js makes the store: where there is none, nothing waits.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => resolve(false);
    opening.onsuccess = () => {
      const counting = opening.result.transaction("queue").objectStore("queue").count();
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result > 0);
      };
    };
  });
}

async function file(request) {
  const kept = await (await caches.open(CACHE)).match(request);
  return kept ?? fetch(request);
}
