import { native } from '../dom/native.js';
import { lettersIn, readText } from '../dom/read-text.js';
import { leavesFor } from './offers.js';
import type { Scan } from './scan.js';
import { isFramed } from './site-frame.js';

/** A key of an authenticator as pages print it: base32 (RFC 4648 section 6), mostly in groups of four. */
const KEY =
  /(?:^|[\s:·])(?:[A-Z2-7]{4}[ -]){3,15}[A-Z2-7]{2,4}(?=$|[\s.·])|(?:^|[\s:·])(?=[A-Z2-7]*[2-7])[A-Z2-7]{16,64}(?=$|[\s.·])/;
/** A smaller picture can't be read by a phone. In pixels. */
const MIN_QR = 90;
const QR = /\bqr\b|qr-?code|otpauth/i;
/** Where apps are had, by the same name in most languages. */
const STORE = /app\s?store|google play|play (?:store|market)|appgallery|rustore|应用商店|应用市场|應用商店/i;

/** Authenticator apps, called so in all languages. */
const APP = /freeotp|(?:google|microsoft|lastpass|ente) auth|\bauthy\b|\baegis\b|2fas/i;
/** How forms call the key that they send along, to be kept once a code of it is right. */
const KEPT_KEY = /(?:totp|otp|2fa|mfa|authenticator)[-_.]?(?:secret|key|seed)/i;

/** The page gives out the key of a new authenticator, as text or as a picture to scan, or says step by step how an app becomes one. */
export function handsOutKey(scan: Scan, pageText: string): boolean {
  if (KEY.test(pageText) || keepsKey(scan) || getsApp(scan)) return true;
  const isScanned = scan.says('scans', pageText);
  return scan.roots.some((root) =>
    [...native(root, 'querySelectorAll')('img, canvas, svg, table, [role=img], a[href^="otpauth:"]')].some(
      (element) =>
        ((isScanned && isSquare(element) && !isWritten(element)) ||
          QR.test(
            `${element.getAttribute('alt')} ${element.getAttribute('aria-label')} ${element.id} ${element.getAttribute('class')} ${element.getAttribute('href')}`,
          )) &&
        scan.sight.isVisible(element as HTMLElement),
    ),
  );
}

/** A table of text is no picture. */
const isWritten = (element: Element): boolean => native(element, 'localName') === 'table' && lettersIn([element]) > 0;

const keepsKey = ({ roots }: Scan): boolean =>
  roots.some((root) =>
    [...native(root, 'querySelectorAll')<HTMLInputElement>('input[type=hidden]')].some(
      ({ name, value }) => value !== '' && KEPT_KEY.test(name),
    ),
  );

export function isSquare(element: Element): boolean {
  const { width, height } = native(element, 'getBoundingClientRect')();
  return width >= MIN_QR && height >= MIN_QR && Math.abs(width - height) <= width / 8;
}

/**
 * Numbered steps, one of which is to get an app from a store: whoever has one already is not told that. Beside a field for a code they may only help, unless it
 * can wait.
 */
function getsApp(scan: Scan): boolean {
  const steps = scan.roots
    .flatMap((root) => [...native(root, 'querySelectorAll')<HTMLElement>('ol > li')])
    .filter((step) => !isFramed(step) && scan.sight.isVisible(step));
  const says = (what: RegExp): boolean => steps.some((step) => what.test(readText(step)));
  if (steps.length < 2 || !(says(STORE) || says(APP))) return false;
  const shown = scan.fields.filter(({ visible }) => visible);
  const codes = shown.filter(
    ({ purpose, label, placeholder }) => purpose === 'otp' || scan.says('code', label || placeholder),
  );
  if (codes.length === 0) return says(STORE);
  // The name of the device, which is asked for once.
  const others = shown.filter((field) => !codes.includes(field) && field.element.form === codes[0]?.element.form);
  if (others.some(({ type }) => type === 'text')) return true;
  return says(STORE) && scan.controls.some(({ label }) => leavesFor(scan, 'terms', label));
}
