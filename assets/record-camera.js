// The camera of an inspection's record: it reads the code off a poster and takes pictures for the record, without
// network too. Without this script codes are typed and pictures chosen as files.
import { reader } from "./gate-camera.js";

const LOOK_EVERY_MS = 200;
const QUALITY = 0.85;
const form = document.getElementById("record_form");
const box = document.getElementById("record_camera");
const view = box?.querySelector("video");
const told = box?.querySelector("[data-told]");
let stream = null;
let read = null;

function off() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  view.srcObject = null;
  view.removeEventListener("loadeddata", shoot);
  box.hidden = true;
}

// Below the button that asked for it, so that the eye need not look for it.
async function on(button) {
  off();
  button.after(box);
  told.textContent = "";
  box.hidden = false;
  box.querySelector("[data-scans]").hidden = !button.dataset.field;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
    view.srcObject = stream;
    await view.play();
    box.scrollIntoView({ block: "nearest" });
    if (button.dataset.field) await scan(button, stream);
  } catch (error) {
    off();
    box.hidden = false;
    told.textContent = box.dataset.fails;
    throw error;
  }
}

async function scan(button, own) {
  read ??= await reader(box.dataset);
  while (stream === own) {
    const text = await read(view);
    if (text && stream === own) return found(button, text);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function found(button, text) {
  const field = form.elements[button.dataset.field];
  field.value = text.slice(0, field.maxLength > 0 ? field.maxLength : undefined);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  judge(button, field.value);
  off();
  field.focus();
}

// What the device can tell by itself; whose code another one is the server says when the record is saved.
function judge(button, text) {
  const bare = (words) => words.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const isOwn = bare(text.split("?")[0]).endsWith(bare(button.dataset.code));
  const words = document.getElementById(`${button.dataset.field}-read`);
  words.textContent = isOwn ? box.dataset.same : box.dataset.other;
  words.className = `govuk-tag govuk-tag--${isOwn ? "green" : "red"}`;
  words.hidden = false;
}

// Pressed before the camera shows anything, the picture is taken as soon as it does.
function shoot() {
  if (view.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
    view.addEventListener("loadeddata", shoot, { once: true });
    return;
  }
  const canvas = Object.assign(document.createElement("canvas"), { width: view.videoWidth, height: view.videoHeight });
  canvas.getContext("2d").drawImage(view, 0, 0);
  canvas.toBlob((picture) => add(picture), "image/jpeg", QUALITY);
}

// Beside those that were chosen already; the draft on the device keeps them with the rest.
function add(picture) {
  const files = new DataTransfer();
  for (const file of form.elements.photos.files) files.items.add(file);
  files.items.add(new File([picture], `anh-${files.items.length + 1}.jpg`, { type: "image/jpeg" }));
  form.elements.photos.files = files.files;
  form.elements.photos.dispatchEvent(new Event("change", { bubbles: true }));
  told.textContent = box.dataset.taken.replace("{n}", files.items.length);
}

if (form && box && navigator.mediaDevices) {
  for (const button of document.querySelectorAll("[data-camera]")) {
    button.hidden = false;
    button.addEventListener("click", () => on(button).catch(console.error));
  }
  box.querySelector("[data-shoot]").addEventListener("click", shoot);
  box.querySelector("[data-off]").addEventListener("click", off);
  addEventListener("pagehide", off);
}
