// The guard's pages: camera, sound, and work that goes on without network. Without it everything is a plain form.
import { isCameraOn, startCamera } from "./gate-camera.js";
import "./gate-sound.js";
import { keepConsole, noteInstead, sendQueue, showQueue } from "./gate-queue.js";
import { isWhole } from "./gate-scan.js";

const SILENT_FOR_MS = 700;
const settings = document.getElementById("gate_queue").dataset;
// Where people are let in one by one; the page of a shift has none.
const camera = document.getElementById("camera")?.dataset;

const start = document.getElementById("camera_start");
if (camera && navigator.mediaDevices) {
  start.hidden = false;
  start.addEventListener("click", () => startCamera(camera, useCode));
  // Two hundred people, one tap: the camera goes on from page to page until it is switched off.
  if (isCameraOn()) startCamera(camera, useCode);
}

for (const form of document.querySelectorAll("form[data-queue]")) {
  form.addEventListener("submit", (event) => noteInstead(event, form, settings));
}
// What was noted without network leaves this page where it is: the camera looks for the next person.
addEventListener("gate-noted", () => camera && isCameraOn() && startCamera(camera, useCode));
showQueue();
// The keys first: what an earlier enrolment sealed is sent with them.
keepConsole(settings).finally(() => sendQueue(settings));
addEventListener("online", () => sendQueue(settings));
setInterval(() => sendQueue(settings), 10000);

// A click, which phones of 2021 know too; `requestSubmit` came later.
function send(form) {
  form.querySelector("[type=submit]").click();
}

function useCode(text) {
  const field = document.getElementById("text");
  field.value = text;
  send(field.form);
}

// A scanner that types no Enter: whatever is surely whole goes by itself when it has fallen silent.
const typed = document.getElementById("text");
let silence;
typed?.addEventListener("input", () => {
  clearTimeout(silence);
  if (isWhole(typed.value)) silence = setTimeout(() => send(typed.form), SILENT_FOR_MS);
});
typed?.form.addEventListener("submit", () => clearTimeout(silence));
