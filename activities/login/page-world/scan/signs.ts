import { MESSAGES, saidSince } from '../dom/heard.js';
import { native } from '../dom/native.js';
import { readReferenced, readText } from '../dom/read-text.js';
import type { FrameView, LocalForm } from '../frame-view.js';
import { oneLine } from '../words/text.js';
import { asksForAnything, asksForSecrets } from './form-classes.js';
import type { Scan } from './scan.js';

const MAX_ALERTS = 12;
const MAX_ALERT_LENGTH = 300;

/** Messages a person sees: what calls itself an alert or an error, and what an invalid field points to; and what was shown for a moment since the last press. */
export function alertsOf(scan: Scan): FrameView['alerts'] {
  const found: FrameView['alerts'] = [];
  const add = (text: string, role: string) => {
    const line = oneLine(text, MAX_ALERT_LENGTH);
    if (/\p{L}/u.test(line) && !found.some((known) => known.text === line)) found.push({ text: line, role });
  };
  for (const root of scan.roots) {
    for (const element of native(root, 'querySelectorAll')(MESSAGES)) {
      if (found.length >= MAX_ALERTS) return found;
      if (
        native(element, 'querySelector')('input, form') !== null ||
        native(element, 'matches')('input, form, body, html') ||
        !scan.sight.isVisible(element)
      )
        continue;
      add(readText(element, MAX_ALERT_LENGTH), element.getAttribute('role') ?? 'error');
    }
    for (const element of native(root, 'querySelectorAll')('[aria-invalid=true]')) {
      const text = readReferenced(element, 'aria-errormessage') || readReferenced(element, 'aria-describedby');
      if (scan.sight.isVisible(element)) add(text, 'invalid');
    }
  }
  for (const text of saidSince()) if (!found.some((known) => isPart(known.text, text))) add(text, 'toast');
  return found.slice(0, MAX_ALERTS);
}

/** What is still there is not said twice. */
const isPart = (one: string, other: string): boolean => one.includes(other) || other.includes(one);

/**
 * What the page asks a person to do somewhere else. A page that still asks for a code asks for that first.
 * @param told what the page says in its middle: "Approvals" in its navigation asks for none
 */
export function externalActionOf(
  scan: Scan,
  text: string,
  told: readonly string[],
  forms: LocalForm[],
): FrameView['externalAction'] {
  if (asksForSecrets(forms)) return null;
  const asking = asksForAnything(forms);
  const number = /(?:^|[\s·])(\d{2,3})(?=$|[\s·.])/.exec(text)?.[1] ?? null;
  const line = oneLine(text, 300);
  if (number !== null && scan.says('numberMatch', text)) return { kind: 'number_match', text: line, number };
  if (told.some((piece) => scan.says('push', piece)) && !asking) return { kind: 'push', text: line, number: null };
  if (scan.says('emailLink', text) && scan.says('sent', text) && !asking)
    return { kind: 'link', text: line, number: null };
  return null;
}
