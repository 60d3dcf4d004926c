// Reads QR codes from the camera: with the browser's own reader, else with the one that we serve. No picture leaves
// the page or stays in it.
const LOOK_EVERY_MS = 200;

// The same code held on before the camera is one person, not one who comes and goes.
const SAME_FOR_MS = 30000;
const ON = "gate-camera";
const LAST = "gate-last-code";

export const isCameraOn = () => sessionStorage.getItem(ON) === "1";

export async function startCamera(settings, onCode) {
  const box = document.getElementById("camera");
  const view = document.getElementById("camera_view");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    sessionStorage.setItem(ON, "1");
    box.hidden = false;
    view.srcObject = stream;
    await view.play();
    document.getElementById("camera_stop").addEventListener("click", () => stop(stream, box), { once: true });
    const text = await nextCode(view, await reader(settings));
    release(stream);
    if (text) onCode(text);
  } catch (error) {
    sessionStorage.removeItem(ON);
    box.hidden = false;
    box.textContent = settings.fails;
    throw error;
  }
}

function stop(stream, box) {
  sessionStorage.removeItem(ON);
  release(stream);
  box.hidden = true;
}

function release(stream) {
  for (const track of stream.getTracks()) track.stop();
}

async function nextCode(view, read) {
  while (isCameraOn()) {
    const text = await read(view);
    if (text && !(await wasJustRead(text))) return text;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return "";
}

// Kept as a digest: what stands on a card is stored nowhere.
async function wasJustRead(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const mark = btoa(String.fromCharCode(...new Uint8Array(digest)));
  const [last, at] = (sessionStorage.getItem(LAST) ?? " 0").split(" ");
  const isSame = last === mark && Date.now() - Number(at) < SAME_FOR_MS;
  // Seen again, it stays the same for as long again.
  sessionStorage.setItem(LAST, `${mark} ${Date.now()}`);
  return isSame;
}

export async function reader(settings) {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats()) ?? [];
  return formats.includes("qr_code") ? ownReader() : servedReader(settings);
}

function ownReader() {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (view) => (await detector.detect(view))[0]?.rawValue;
}

async function servedReader(settings) {
  await load(settings.reader);
  ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => settings.wasm } });
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (view) => {
    if (!view.videoWidth) return undefined;
    canvas.width = view.videoWidth;
    canvas.height = view.videoHeight;
    pen.drawImage(view, 0, 0);
    const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
    const found = await ZXingWASM.readBarcodes(picture, { formats: ["QRCode"], tryHarder: true });
    return found.find((code) => code.isValid)?.text;
  };
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}
