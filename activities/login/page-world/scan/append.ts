import { readText } from '../dom/read-text.js';
import type { ViewField } from '../view.js';
import { oneLine } from '../words/text.js';
import { says } from '../words/words.js';
import { hintOf } from './label.js';
import type { Collected, Field, Group } from './model.js';
import { surroundingsOf } from './surroundings.js';

const TEXT_LIMIT = 3000;
/** Ends of sentences and of blocks. A colon ends none: "Password: followed by your code". */
const ENDS = /\s*·[\s·]*|[.!?](?:\s|$)|[。！？]/;

/** What the page says near a password about a code that is to be typed right behind it; null when it says nothing of the kind. */
export function appendedCodeOf(password: Field, group: Group, page: Collected): ViewField['appendsCode'] {
  const around = readText(surroundingsOf(group, page), TEXT_LIMIT);
  const texts = [password.label, password.placeholder, hintOf(password.element) ?? '', around];
  if (!texts.some((text) => says('append', text))) return null;
  const sentence = texts.flatMap((text) => text.split(ENDS)).find(saysToAppend);
  return sentence === undefined ? null : { words: oneLine(sentence, 200), optional: says('ifAny', sentence) };
}

function saysToAppend(sentence: string): boolean {
  const code = says('code', sentence) || says('otp', sentence) || says('totp', sentence);
  // A code that is sent, or asked for on the next page, has a field of its own there.
  return (
    code &&
    says('password', sentence) &&
    says('append', sentence) &&
    !says('sent', sentence) &&
    !says('later', sentence)
  );
}
