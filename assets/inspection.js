// The record of an inspection on a phone: what is typed is kept on the device until the server has it, and what was
// saved without network is sent once it is back, under the same id. Signatures are drawn. Without this script all of it
// are plain forms.
const KEPT_DAYS = 14;
const ANSWER_WITHIN_MS = 8000;
const TRY_AGAIN_MS = 15000;
const NOT_TYPED = new Set(["csrf_token", "version", "submission"]);
const form = document.getElementById("record_form");
const banner = document.getElementById("draft");

// ── the store ──
async function inStore(mode, ask) {
  const opened = await new Promise((resolve, reject) => {
    const opening = indexedDB.open("inspections", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("drafts");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const store = opened.transaction("drafts", mode, { durability: "strict" }).objectStore("drafts");
  return new Promise((resolve, reject) => {
    const asked = ask(store);
    store.transaction.oncomplete = () => resolve(asked?.result);
    store.transaction.onerror = store.transaction.onabort = () => reject(store.transaction.error);
  });
}

const key = () => `${banner.dataset.user}:${banner.dataset.record ?? location.pathname}`;
const findDraft = () => inStore("readonly", (drafts) => drafts.get(key()));
const dropDraft = () => inStore("readwrite", (drafts) => drafts.delete(key()));

// Nobody comes back to what was left lying so long.
async function dropOld() {
  const oldest = Date.now() - KEPT_DAYS * 24 * 3600 * 1000;
  const keys = await inStore("readonly", (drafts) => drafts.getAllKeys());
  for (const each of keys) {
    const draft = await inStore("readonly", (drafts) => drafts.get(each));
    if (draft?.at < oldest) await inStore("readwrite", (drafts) => drafts.delete(each));
  }
}

// ── what is typed ──
function typed() {
  const entries = [...new FormData(form)].filter(([name]) => !NOT_TYPED.has(name));
  return {
    at: Date.now(),
    version: form.elements.version.value,
    submission: form.elements.submission.value,
    fields: entries.filter(([, value]) => typeof value === "string"),
    files: entries.map(([, value]) => value).filter((value) => value instanceof File && value.size),
  };
}

const keep = () => inStore("readwrite", (drafts) => drafts.put(typed(), key()));

let waiting = 0;
function keepSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(keep, 300);
}

function fill(draft) {
  form.elements.submission.value = draft.submission;
  for (const field of form.querySelectorAll("input[type=radio], input[type=checkbox]")) {
    field.checked = draft.fields.some(([name, value]) => name === field.name && value === field.value);
  }
  for (const [name, value] of draft.fields) {
    const field = form.elements[name];
    if (field && !("length" in field && !field.options) && !["radio", "checkbox", "hidden"].includes(field.type)) {
      field.value = value;
      if (value) field.closest("details")?.setAttribute("open", "");
    }
  }
  if (!draft.files.length) return;
  const files = new DataTransfer();
  for (const file of draft.files) files.items.add(file);
  form.elements.photos.files = files.files;
}

// ── telling ──
function tell(text, ...buttons) {
  banner.hidden = !text;
  banner.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  for (const [words, act] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.className = "govuk-button govuk-button--secondary";
    button.addEventListener("click", act);
    banner.append(button, " ");
  }
}

async function forget() {
  await dropDraft();
  location.reload();
}

// What the server has need not lie on the device any longer.
async function unsentDraft() {
  const draft = await findDraft();
  if (!draft || !banner.dataset.known.split(" ").includes(draft.submission)) return draft;
  return dropDraft();
}

async function comeBack() {
  const draft = await unsentDraft();
  if (!draft) return;
  const time = new Date(draft.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const drop = [banner.dataset.drop, forget];
  if (draft.version === form.elements.version.value) {
    fill(draft);
    return tell(banner.dataset.restored.replace("{time}", time), drop);
  }
  const use = () => {
    fill(draft);
    tell(banner.dataset.restored.replace("{time}", time), drop);
  };
  return tell(banner.dataset.older.replace("{time}", time), [banner.dataset.use, use], drop);
}

// ── sending ──
// The page as the server has it now; null without network, false for who was signed out.
async function freshPage() {
  try {
    const answer = await fetch(location.pathname, {
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout?.(ANSWER_WITHIN_MS),
    });
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return false;
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

let retry = 0;
async function send(next) {
  clearTimeout(retry);
  clearTimeout(waiting);
  await keep();
  tell(banner.dataset.sending);
  const page = await freshPage();
  if (!page) {
    tell(page === false ? banner.dataset.out : banner.dataset.kept);
    retry = setTimeout(() => send(next), TRY_AGAIN_MS);
    return;
  }
  const known = page.getElementById("draft").dataset.known.split(" ");
  if (known.includes(form.elements.submission.value)) return forget();
  form.elements.csrf_token.value = page.querySelector("#record_form [name=csrf_token]").value;
  form.elements.next_section?.remove();
  form.append(
    Object.assign(document.createElement("input"), { type: "hidden", name: "next", value: next, id: "next_section" }),
  );
  form.submit();
}

if (form) {
  form.addEventListener("input", keepSoon);
  form.addEventListener("change", keepSoon);
  let next = "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    next = event.submitter?.value ?? "";
    send(next);
  });
  addEventListener("online", () => banner.textContent.trim() === banner.dataset.kept && send(next));
  // A page that shows mistakes is newer than any draft.
  if (!document.getElementById("error_summary")) comeBack().catch(console.error);
  dropOld().catch(console.error);
} else if (banner) {
  // The signatures come after the last save.
  unsentDraft().catch(console.error);
}

// ── signatures ──
for (const pad of document.querySelectorAll("[data-pad]")) {
  const canvas = pad.querySelector("canvas");
  const field = pad.querySelector("input");
  const pen = canvas.getContext("2d");
  pad.hidden = false;
  pen.lineWidth = 3;
  pen.lineCap = pen.lineJoin = "round";
  let drawing = false;

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (drawing) field.value = canvas.toDataURL("image/png");
      drawing = false;
    });
  }
  pad.querySelector("button").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    field.value = "";
  });
}
