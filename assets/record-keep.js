// Keeps the page of an inspection's record on the device, so that a phone that closed it without network can open it
// again; dropped when the signatures are asked for, or when nobody came back for days.
const CACHE = "records";
const KEPT_DAYS = 14;
const KEPT_AT = "X-Kept-At";
// The copy may do what the page may.
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
].join("; ");
const banner = document.getElementById("draft");

async function keep() {
  // As it was written, before anybody types: what is typed lies in the draft.
  const written = document.documentElement.outerHTML.replaceAll(/ data-govuk-[a-z-]+-init="[^"]*"/g, "");
  const text = `<!doctype html>${written}`;
  await navigator.serviceWorker.register(banner.dataset.worker, { scope: "/inspections/" });
  const cache = await caches.open(CACHE);
  const reader = document.getElementById("record_camera").dataset;
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
  const wanted = new Set([...loaded.filter((path) => path.startsWith("/static/")), reader.reader, reader.wasm]);
  for (const path of wanted) if (!(await cache.match(path))) await cache.add(path);
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(self)",
    [KEPT_AT]: String(Date.now()),
  };
  await cache.put(location.pathname, new Response(text, { headers }));
}

async function forget() {
  const cache = await caches.open(CACHE);
  const oldest = Date.now() - KEPT_DAYS * 24 * 3600 * 1000;
  if (banner.dataset.record) await cache.delete(banner.dataset.record);
  for (const request of await cache.keys()) {
    const keptAt = (await cache.match(request))?.headers.get(KEPT_AT);
    if (keptAt && Number(keptAt) < oldest) await cache.delete(request);
  }
}

if (banner && navigator.serviceWorker) {
  forget().catch(console.error);
  if (document.getElementById("record_form") && !document.getElementById("error_summary") && navigator.onLine) {
    keep().catch(console.error);
  }
}
