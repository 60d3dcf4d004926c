// What this machine keeps while there is no network: the queue, sealed under the key that it was given at enrolment.
// The key cannot be read out of the browser. A machine that is shut out drops it; the server gives it again when the
// unit takes the machine back, so that nothing is lost and nobody reads the queue meanwhile.
const ANSWER_WITHIN_MS = 4000;
// The name of the key that this machine seals under now.
const CURRENT = "current";
// What was sealed before machines were given their keys lies under one that the browser had made.
const OLD = "key";

function database() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("gate", 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("keys");
      opening.result.createObjectStore("queue", { keyPath: "number", autoIncrement: true });
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

async function inStore(name, mode, ask) {
  const store = (await database()).transaction(name, mode, { durability: "strict" }).objectStore(name);
  return new Promise((resolve, reject) => {
    const asked = ask(store);
    // What was written stands only when its transaction is over.
    store.transaction.oncomplete = () => resolve(asked.result);
    store.transaction.onerror = store.transaction.onabort = () => reject(store.transaction.error);
  });
}

const kept = (name) => inStore("keys", "readonly", (keys) => keys.get(name));
const keep = (name, value) => inStore("keys", "readwrite", (keys) => keys.put(value, name));
const drop = (name) => inStore("keys", "readwrite", (keys) => keys.delete(name));

// ── the queue ──
export const queued = () => inStore("queue", "readonly", (queue) => queue.getAll());
export const store = (record) => inStore("queue", "readwrite", (queue) => queue.put(record));
export const remove = (record) => inStore("queue", "readwrite", (queue) => queue.delete(record.number));

// How far the server was ahead of this machine's clock, as last seen.
export const offset = async () => (await kept("offset")) ?? 0;
export const keepOffset = (ahead) => keep("offset", ahead);

// ── the keys ──
// Sealed; null where this machine has no key any more.
export async function seal(fields) {
  const under = await kept(CURRENT);
  const key = under && (await kept(under));
  if (!key) return null;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(fields));
  return { under, iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
}

// What a record says; null where its key is not here.
export async function open(record) {
  const key = await kept(nameOf(record));
  if (!key) return null;
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: record.iv }, key, record.sealed);
  return JSON.parse(new TextDecoder().decode(plain));
}

const nameOf = (record) => record.under ?? OLD;

export async function isLocked(record) {
  return !(await kept(nameOf(record)));
}

// The key of this machine, once; and those of earlier enrolments under which something waits. False when not given.
export async function takeKeys(settings) {
  const wanted = new Set();
  for (const record of await queued()) if (await isLocked(record)) wanted.add(nameOf(record));
  const isCurrent = (await kept(CURRENT)) === settings.holder && (await kept(settings.holder));
  if (isCurrent && !wanted.size) return true;
  const given = await ask(`${settings.key}?${new URLSearchParams([...wanted].map((name) => ["for", name]))}`);
  if (!given) return Boolean(isCurrent);
  for (const [name, text] of Object.entries(given.keys)) {
    const raw = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    await keep(name, await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]));
  }
  await keep(CURRENT, given.name);
  return true;
}

// Whether this machine was shut out, not just signed out; then it drops its keys.
export async function dropKeysIfShutOut(settings) {
  const name = await kept(CURRENT);
  const told = name && (await ask(`${settings.shutOut}?${new URLSearchParams({ name })}`));
  if (!told?.shut_out) return false;
  await dropKeys([CURRENT]);
  return true;
}

// When nothing waits, only the key of today is needed.
export async function dropOldKeys() {
  const name = await kept(CURRENT);
  if (!(await queued()).length) await dropKeys([CURRENT, name]);
}

async function dropKeys(except) {
  const names = await inStore("keys", "readonly", (keys) => keys.getAllKeys());
  for (const name of names) if (![...except, "offset"].includes(name)) await drop(name);
}

async function ask(address) {
  try {
    const signal = AbortSignal.timeout?.(ANSWER_WITHIN_MS);
    const answer = await fetch(address, { redirect: "manual", cache: "no-store", signal });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
