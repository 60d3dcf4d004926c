// Reads QR codes from the camera: with the browser's own reader, else with the one that we serve. No picture leaves
// the page or stays in it.
const LOOK_EVERY_MS = 200;

export async function startCamera(settings, onCode) {
  const box = document.getElementById("camera");
  const view = document.getElementById("camera_view");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    box.hidden = false;
    view.srcObject = stream;
    await view.play();
    const read = await reader(settings);
    const text = await firstCode(view, read);
    for (const track of stream.getTracks()) track.stop();
    box.hidden = true;
    onCode(text);
  } catch (error) {
    box.hidden = false;
    box.textContent = settings.fails;
    throw error;
  }
}

async function firstCode(view, read) {
  for (;;) {
    const text = await read(view);
    if (text) return text;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function reader(settings) {
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
