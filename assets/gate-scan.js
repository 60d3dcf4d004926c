// What was scanned or typed while there is no network, as far as this machine can tell: a pass of ours waits for the
// network; what names a person fills the form by hand, as app/gate/rules/scans.py reads it.
const PASS = /\/r\/[\w-]{16}\/?$/;
const PHONE = /^(0|\+?84)\d{9}$/;
const CITIZEN = /^\d{12}\|/;
const WHOLE_CARD = /^\d{12}\|\d*\|[^|]+\|\d{8}\|[^|]*\|[^|]*\|\d{8}(\|.*)?$/;
const HEALTH = /^([A-Z]{2}\d{13}|\d{10})\|/;
const PERSONAL = /^[^|]+\|[^|]+\|[\d*]{4}-/;
const GENDERS = { nam: "male", "nữ": "female", nu: "female", 1: "male", 2: "female" };

// Whether nothing is missing at the end: a pass, or a citizen's card up to the day it was issued.
export const isWhole = (text) => PASS.test(text) || WHOLE_CARD.test(text);

// "pass", or the fields of the form by hand; null where nobody is named.
export function readScan(text) {
  const plain = text.normalize("NFC").trim();
  if (PASS.test(plain)) return "pass";
  const phone = plain.replaceAll(/[\s.-]/g, "");
  if (PHONE.test(phone)) return { phone };
  const part = plain.split("|");
  if (CITIZEN.test(plain) && part.length >= 6) {
    const [number, , name, born, gender, address] = part;
    return person(name, born.slice(-4), { id_number: number, address, gender: GENDERS[gender.toLowerCase()] });
  }
  if (HEALTH.test(plain) && part.length >= 4) {
    const [, name, born, gender, address] = part;
    return person(fromHex(name), born.slice(-4), { address: fromHex(address ?? ""), gender: GENDERS[gender.trim()] });
  }
  if (PERSONAL.test(plain)) return person(part[1], part[2].slice(0, 4), {});
  return null;
}

function person(name, born, more) {
  return name ? { full_name: name, birth_year: /^\d{4}$/.test(born) ? born : "", ...more } : null;
}

function fromHex(text) {
  const bytes = text.match(/[\da-f]{2}/gi) ?? [];
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)));
}
