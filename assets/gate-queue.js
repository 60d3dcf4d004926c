// What is noted without network: sealed on this machine, sent once when the network is back, then erased. Two tabs take
// turns; the server tells by the submission's id what it has.
import {
  dropKeysIfShutOut,
  dropOldKeys,
  isLocked,
  keepOffset,
  offset,
  open,
  queued,
  remove,
  seal,
  store,
  takeKeys,
} from "./gate-store.js";
import { readScan } from "./gate-scan.js";

const CACHE = "gate";
const ANSWER_WITHIN_MS = 4000;
const ASK_AGAIN_AFTER_MS = 5000;
let unreachedUntil = 0;
const banner = document.getElementById("gate_queue");
const list = document.getElementById("gate_waiting");

// ── noting ──
// One person is noted once, however often the guard presses while a slow network is still asked; of the count buttons
// every press is a visitor.
export async function noteInstead(event, form, settings) {
  event.preventDefault();
  if (form.dataset.queue === "tally") return note(event, form, settings);
  if (form.dataset.noting) return undefined;
  form.dataset.noting = "1";
  try {
    return await note(event, form, settings);
  } finally {
    delete form.dataset.noting;
  }
}

async function note(event, form, settings) {
  const button = event.submitter?.name ? event.submitter : null;
  // What stood there when he pressed: while the network is asked he may type on.
  const said = new FormData(form);
  const leaving = button?.value === "leave" ? form.dataset.shown : "";
  if (await isReached(settings)) return leaving ? lookUp(leaving) : sendAsForm(form, button);
  for (const part of form.querySelectorAll("[data-offline-only]")) part.hidden = false;
  const typed = [...said].filter(([name]) => (leaving ? name === "at" : !["csrf_token", "yes"].includes(name)));
  const fields = Object.fromEntries(typed);
  if (leaving) fields.scanned = leaving;
  const yes = leaving ? [] : said.getAll("yes");
  fields.kind = button?.name === "way" ? button.value : form.dataset.queue;
  if (button?.name === "only") fields.only = button.value;
  fields.submission = newId();
  const wrong = missing(fields, yes, form);
  if (wrong) return tell(wrong);
  // Whoever showed a card or gave a number is asked now: later nobody could be.
  if (fields.kind === "pass" && readScan(fields.text) !== "pass") return fillByHand(form, readScan(fields.text));
  const sealed = await seal({ ...fields, yes });
  if (!sealed) return tell(banner.dataset.nokey);
  await store({ ...sealed, notedAt: Date.now(), notedOffset: await offset() });
  form.reset();
  if (form.dataset.queue === "hand") showWayOut(form, "");
  form.querySelector("input:not([type=hidden])")?.focus();
  await showQueue();
  tell(banner.dataset.noted);
  dispatchEvent(new Event("gate-noted"));
  sendQueue(settings);
}

// Whether the server answers. Once it did not, the next in the row are not kept waiting for that.
async function isReached(settings) {
  if (document.body.dataset.offline || Date.now() < unreachedUntil) return false;
  const token = await freshToken(settings);
  if (token === null) unreachedUntil = Date.now() + ASK_AGAIN_AFTER_MS;
  return Boolean(token);
}

// With a network whoever goes is found by what he showed.
function lookUp(text) {
  const form = document.querySelector('form[data-queue="pass"]');
  form.elements.text.value = text;
  form.submit();
}

async function fillByHand(scanned, person) {
  const form = document.querySelector('form[data-queue="hand"]');
  const shown = scanned.elements.text.value;
  scanned.reset();
  if (!person) {
    // The camera looks on.
    dispatchEvent(new Event("gate-noted"));
    return tell(form.dataset.unfit);
  }
  form.reset();
  fill(form, person);
  showWayOut(form, shown);
  const isInside = await enteredHere(person);
  form.querySelector(isInside ? "[name=way]" : `[name=${person.full_name ? "phone" : "full_name"}]`).focus();
  return tell(isInside ? form.dataset.inside : form.dataset.filled);
}

// Who showed a card or gave a number can be noted as going, too; `shown` is what was read.
function showWayOut(form, shown) {
  form.dataset.shown = shown;
  form.elements.way.hidden = !shown;
}

// Whether the last thing that waits here about this card or number is an entry.
async function enteredHere(person) {
  let isInside = false;
  for (const record of await queued()) {
    const fields = record.why ? null : await open(record);
    if (["hand", "leave"].includes(fields?.kind) && isSame(fields, person)) isInside = fields.kind === "hand";
  }
  return isInside;
}

function isSame(fields, person) {
  const read = fields.scanned ? { ...readScan(fields.scanned), ...withoutBlanks(fields) } : fields;
  if (person.id_number) return read.id_number === person.id_number;
  if (person.phone) return read.phone === person.phone;
  return read.full_name === person.full_name && read.birth_year === person.birth_year;
}

const withoutBlanks = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value));

function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name];
    if (field && value && !["submission", "at"].includes(name)) field.value = value;
  }
}

function sendAsForm(form, button) {
  const { name, value } = button ?? {};
  if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  form.submit();
}

function missing(fields, yes, form) {
  if (fields.kind === "leave") return "";
  if (fields.kind === "pass") return fields.text ? "" : form.dataset.missing;
  if (fields.kind !== "hand") return "";
  const isThere = (fields.full_name && (fields.phone || fields.address)) || fields.scanned;
  const isSaid = fields.said === "none" || (fields.said === "some" && yes.length && fields.decision);
  return isThere && isSaid ? "" : form.dataset.missing;
}

function tell(text) {
  const place = document.getElementById("gate_noted");
  if (place && text) place.textContent = text;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// ── sending ──
// A token; false where this browser is no longer known; null without network.
async function freshToken(settings) {
  try {
    const asked = Date.now();
    const answer = await fetch(settings.token, {
      redirect: "manual",
      cache: "no-store",
      // Phones of 2021 wait without an end.
      signal: AbortSignal.timeout?.(ANSWER_WITHIN_MS),
    });
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return false;
    if (!answer.ok) return null;
    const { csrf, now } = await answer.json();
    const ahead = now - Math.round((asked + Date.now()) / 2);
    await keepOffset(ahead);
    return { csrf, ahead };
  } catch {
    return null;
  }
}

export function sendQueue(settings) {
  return navigator.locks.request("gate-queue", () => sendAll(settings));
}

async function sendAll(settings) {
  const waiting = (await queued()).filter((record) => !record.why);
  if (!waiting.length) return showQueue();
  const token = await freshToken(settings);
  if (token === false) return showQueue((await dropKeysIfShutOut(settings)) ? "revoked" : "out");
  if (!token) return showQueue("kept");
  for (const record of waiting) {
    if (await isLocked(record)) continue;
    await showQueue("sending");
    const outcome = await sendOne(record, token, settings);
    if (outcome) return showQueue(outcome);
  }
  await dropOldKeys();
  await showQueue("locked");
  return undefined;
}

async function sendOne(record, token, settings) {
  const { yes, ...fields } = await open(record);
  const body = new URLSearchParams(fields);
  for (const each of yes ?? []) body.append("yes", each);
  body.set("noted_at", record.notedAt);
  body.set("noted_offset", record.notedOffset);
  body.set("sent_offset", token.ahead);
  let answer;
  try {
    answer = await fetch(settings.send, {
      method: "POST",
      headers: { "X-CSRFToken": token.csrf },
      body,
      redirect: "manual",
    });
  } catch {
    return "kept";
  }
  // Held: what the visitor declared is stored; once more, for what the guard decided.
  if (answer.status === 202) return sendOne(record, token, settings);
  if (answer.ok) {
    await remove(record);
    return "";
  }
  if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return "out";
  if (![404, 409, 422].includes(answer.status)) return "kept";
  const why = answer.status === 422 ? (await answer.json()).why : banner.dataset.door;
  await store({ ...record, why: banner.dataset[why] ?? why });
  return "";
}

// ── telling ──
export async function showQueue(state = "kept") {
  const records = await queued();
  const refused = records.filter((record) => record.why);
  const waiting = records.length - refused.length;
  banner.hidden = !records.length;
  banner.replaceChildren();
  if (waiting) banner.append(line(banner.dataset[state].replace("{n}", waiting)));
  await showWaiting(records.filter((record) => !record.why));
  if (!refused.length) return;
  banner.append(line(banner.dataset.refused.replace("{n}", refused.length)));
  for (const record of refused) banner.append(refusedLine(record));
}

// Who waits to be sent, the last first: read only while the guard has the list open, names masked as elsewhere.
async function showWaiting(records) {
  list.hidden = !records.length;
  if (!records.length) list.open = false;
  const shown = list.open ? await Promise.all([...records].reverse().map(waitingLine)) : [];
  list.querySelector("ol").replaceChildren(...shown);
}

list?.addEventListener("toggle", async () => showWaiting((await queued()).filter((record) => !record.why)));

async function waitingLine(record) {
  const fields = await open(record);
  const what = fields ? [masked(fields.full_name), list.dataset[fields.kind]] : [list.dataset.locked];
  const said = [new Date(record.notedAt).toLocaleTimeString(), ...what];
  return Object.assign(document.createElement("li"), { textContent: said.filter(Boolean).join(" – ") });
}

// As `mask_name` of the server does.
function masked(name) {
  const words = name?.trim().split(/\s+/) ?? [];
  if (words.length < 2) return words[0] ? `${words[0][0]}***` : "";
  return [...words.slice(0, -1), "***"].join(" ");
}

function line(text) {
  return Object.assign(document.createElement("p"), { textContent: text });
}

function refusedLine(record) {
  const row = line(`${new Date(record.notedAt).toLocaleTimeString()} – ${record.why} `);
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: banner.dataset.again });
  button.addEventListener("click", () => fillAgain(record));
  row.append(button);
  return row;
}

// Back into its form, for the guard to mend; only then it leaves the queue.
async function fillAgain(record) {
  const fields = await open(record);
  if (!fields) return tell(list.dataset.locked);
  const name = { in: "tally", out: "tally", leave: "hand" }[fields.kind] ?? fields.kind;
  const form = document.querySelector(`form[data-queue="${name}"]`);
  // Another page of this machine has its form, and shows the same queue.
  if (!form) return location.assign(fields.kind === "shift" ? banner.dataset.shift : banner.dataset.scope);
  for (const part of form.querySelectorAll("[data-offline-only]")) part.hidden = false;
  fill(form, fields);
  for (const box of form.querySelectorAll("[name=yes]")) box.checked = fields.yes?.includes(box.value);
  if (fields.kind === "leave") showWayOut(form, fields.scanned);
  await remove(record);
  await showQueue();
  form.querySelector("input:not([type=hidden])")?.focus();
  return undefined;
}

// ── keeping the pages ──
export async function keepConsole(settings) {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(settings.worker, { scope: settings.scope });
  // Without a key the page could keep nothing: it is not kept either.
  if (document.body.dataset.offline || !(await takeKeys(settings))) return;
  const cache = await caches.open(CACHE);
  const addresses = { [settings.scope]: settings.offline, [settings.shift]: settings.offlineShift };
  const pages = await Promise.all(Object.entries(addresses).map(async ([place, address]) => [place, await read(address)]));
  if (pages.some(([, page]) => !page)) return;
  // How wrong this machine's clock is, before there is anything to note.
  const told = Date.parse(pages[0][1].headers.get("Date"));
  if (told) await keepOffset(told - Date.now());
  const files = (await Promise.all(pages.map(([, page]) => page.clone().text()))).flatMap(filesOf);
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
  const wanted = new Set([...files, ...loaded.filter((path) => path.startsWith("/static/"))]);
  await Promise.all([...wanted].map(async (path) => (await cache.match(path)) || cache.add(path)));
  for (const [place, page] of pages) await cache.put(place, page);
  for (const kept of await cache.keys()) {
    const path = new URL(kept.url).pathname;
    if (!(path in addresses) && !wanted.has(path)) await cache.delete(kept);
  }
}

async function read(address) {
  const page = await fetch(address, { redirect: "manual" }).catch(() => null);
  return page?.ok ? page : null;
}

function filesOf(text) {
  return [...text.matchAll(/(?:href|src|data-reader|data-wasm)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
}
