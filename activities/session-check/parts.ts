/** The parts of an answer's body, by which two of them are compared without keeping either. */
import { createHash } from 'node:crypto';

/** More say nothing new. */
const MAX_PARTS = 4_000;
const MAX_LENGTH = 300;
const MAX_DEPTH = 8;

function ofJson(value: unknown, path: string, found: Set<string>, depth: number): void {
  if (found.size >= MAX_PARTS || depth > MAX_DEPTH) return;
  found.add(path);
  if (Array.isArray(value)) for (const each of value) ofJson(each, `${path}[]`, found, depth + 1);
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) ofJson(each, `${path}.${key}`, found, depth + 1);
  else found.add(`${path}=${String(value).slice(0, MAX_LENGTH)}`);
}

/** Of a page its texts, and its tags with what they say of themselves: a bare one is on every page. */
function ofText(text: string, found: Set<string>): void {
  for (const [piece, tag] of text.matchAll(/<([^<>]*)>|[^<>\n]+/g)) {
    const part = (tag === undefined ? piece : tag.includes('=') ? piece : '').trim().replaceAll(/\s+/g, ' ');
    if (part !== '' && part.length <= MAX_LENGTH) found.add(part);
    if (found.size >= MAX_PARTS) return;
  }
}

function parsed(body: string): { readonly json: unknown } | null {
  if (!/^\s*[[{"]/.test(body)) return null;
  try {
    return { json: JSON.parse(body) };
  } catch {
    return null;
  }
}

export function partsOf(body: string): ReadonlySet<string> {
  const found = new Set<string>();
  const json = parsed(body);
  if (json === null) ofText(body, found);
  else ofJson(json.json, '$', found, 0);
  // What a short answer lacks is told by nothing that is in it: `{}` is an answer, too.
  const whole = body.trim();
  if (whole !== '' && whole.length <= MAX_LENGTH) found.add(`whole ${whole}`);
  return found;
}

export const hashOf = (salt: string, part: string): string =>
  createHash('sha256').update(`${salt}\0${part}`).digest('base64url').slice(0, 16);
