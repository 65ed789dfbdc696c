import { readText } from '../dom/read-text.js';
import type { ViewField } from '../view.js';
import { oneLine } from '../words/text.js';
import { hintOf } from './label.js';
import type { Field, Group } from './model.js';
import type { Scan } from './scan.js';
import { surroundingsOf } from './surroundings.js';

const TEXT_LIMIT = 3000;
/** Ends of sentences and blocks. A colon does not end one: "Password: followed by your code". */
const ENDS = /\s*·[\s·]*|[.!?](?:\s|$)|[。！？]/;

/** What the page says near a password about a code that is to be typed right behind it; null when it says nothing of the kind. */
export function appendedCodeOf(scan: Scan, password: Field, group: Group): ViewField['appendsCode'] {
  const around = readText(surroundingsOf(scan, group), TEXT_LIMIT);
  const texts = [password.label, password.placeholder, hintOf(password.element) ?? '', around];
  if (!texts.some((text) => scan.says('append', text))) return null;
  const sentence = texts.flatMap((text) => text.split(ENDS)).find((part) => saysToAppend(scan, part));
  return sentence === undefined ? null : { words: oneLine(sentence, 200), optional: scan.says('ifAny', sentence) };
}

function saysToAppend(scan: Scan, sentence: string): boolean {
  const code = scan.says('code', sentence) || scan.says('otp', sentence) || scan.says('totp', sentence);
  // A code that is sent, or asked for on the next page, has its own field there.
  return (
    code &&
    scan.says('password', sentence) &&
    scan.says('append', sentence) &&
    !scan.says('sent', sentence) &&
    !scan.says('later', sentence)
  );
}
