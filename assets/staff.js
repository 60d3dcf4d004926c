// The only script of officers' pages. Everything works without it; it adds what needs a live page.
import { initAll } from "./govuk-frontend.js";
import { fitTables } from "./tables.js";

const body = document.body;

body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
fitTables(body);

// On a phone a row of links is pushed sideways: to where the reader is.
for (const link of body.querySelectorAll(".app-navigation [aria-current]")) {
  const row = link.closest("ul");
  row.scrollLeft = link.offsetLeft - row.offsetLeft - 30;
}

// A fragment that arrives later brings components of its own. The parent is searched, since the fragment may itself
// be the component; what runs already says so, and that is no news.
body.addEventListener("htmx:load", (event) => {
  const fragment = event.detail.elt;
  if (fragment === body || !fragment.parentElement) return;
  initAll({ scope: fragment.parentElement, onError: reportUnlessRunning });
  fitTables(fragment.parentElement);
});

function reportUnlessRunning(error) {
  if (error.name !== "InitError") console.error(error);
}

body.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
});

// <button data-copy="id"> takes the text of a field along; without this script it is selected by hand.
body.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.copied;
});

// Who signs out leaves no page behind that the next one on this device could open without network; what he typed and
// could not save stays, for when he is back.
body.addEventListener("submit", (event) => {
  if (new URL(event.target.action).pathname === "/logout") window.caches?.delete("records");
});

// Failures speak the reader's language: <body data-request-failed="…">.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  body.addEventListener(failure, () => alertReader(body.dataset.requestFailed));
}
body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.shouldSwap) alertBanner().hidden = true;
});

function alertReader(text) {
  const banner = alertBanner();
  banner.hidden = false;
  banner.textContent = text;
}

function alertBanner() {
  return document.getElementById("request-error") || makeAlertBanner();
}

function makeAlertBanner() {
  const banner = document.createElement("div");
  banner.id = "request-error";
  banner.className = "app-alert";
  banner.setAttribute("role", "alert");
  banner.hidden = true;
  body.prepend(banner);
  return banner;
}
