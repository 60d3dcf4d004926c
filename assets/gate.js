// The guard's console: sound, camera, and work that goes on without network. Without it everything is a plain form.
import { startCamera } from "./gate-camera.js";
import { keepConsole, noteInstead, sendQueue, showQueue } from "./gate-queue.js";

const settings = document.getElementById("camera").dataset;
const TONES = { green: [880], amber: [440, 440], red: [220, 220, 220] };

sound(document.querySelector("[data-sound]")?.dataset.sound);

const start = document.getElementById("camera_start");
if (navigator.mediaDevices) {
  start.hidden = false;
  start.addEventListener("click", () => startCamera(settings, useCode));
}

for (const form of document.querySelectorAll("form[data-queue]")) {
  form.addEventListener("submit", (event) => noteInstead(event, form, settings));
}
showQueue();
keepConsole(settings);
sendQueue(settings);
addEventListener("online", () => sendQueue(settings));
setInterval(() => sendQueue(settings), 10000);

function useCode(text) {
  const field = document.getElementById("text");
  field.value = text;
  field.form.requestSubmit();
}

function sound(colour) {
  const tones = TONES[colour];
  if (!tones || !window.AudioContext) return;
  const context = new AudioContext();
  tones.forEach((hertz, number) => {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(context.destination);
    tone.start(context.currentTime + number * 0.25);
    tone.stop(context.currentTime + number * 0.25 + 0.15);
  });
}
