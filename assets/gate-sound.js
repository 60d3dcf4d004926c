// A short sound for the colour on the page: one high tone comes in, two look again, three low ones stop.
const TONES = { green: [880], amber: [440, 440], red: [220, 220, 220] };
const MUTED = "gate-muted";

const isMuted = () => localStorage.getItem(MUTED) === "1";

play(document.querySelector("[data-sound]")?.dataset.sound);

const button = document.getElementById("sound_switch");
if (button && window.AudioContext) {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(isMuted()));
  button.addEventListener("click", () => {
    localStorage.setItem(MUTED, isMuted() ? "0" : "1");
    button.setAttribute("aria-pressed", String(isMuted()));
  });
}

function play(colour) {
  const tones = TONES[colour];
  if (!tones || !window.AudioContext || isMuted()) return;
  const context = new AudioContext();
  tones.forEach((hertz, number) => {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(context.destination);
    tone.start(context.currentTime + number * 0.25);
    tone.stop(context.currentTime + number * 0.25 + 0.15);
  });
}
