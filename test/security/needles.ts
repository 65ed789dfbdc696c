const stripPadding = (text: string): string => text.replace(/=+$/, '');

/** What base64 makes of a value that stands somewhere in a longer text: three ways, by where it begins; the ends depend on the neighbours. */
const insideBase64 = (value: string): string[] =>
  [0, 1, 2].map((offset) => {
    const text = stripPadding(Buffer.from('\0'.repeat(offset) + value).toString('base64'));
    return text.slice(offset === 0 ? 0 : offset + 1, -2);
  });

const escapedBy = (value: string, write: (code: string) => string): string =>
  [...value].map((char) => write((char.codePointAt(0) ?? 0).toString(16))).join('');

/**
 * The forms in which a value could have leaked: raw, base64 and base64url, hex, URL-encoded once and twice, JSON- and HTML-escaped, in escapes
 * throughout, reversed, in other case, composed otherwise, with what can't be seen in between.
 */
export function needles(value: string): string[] {
  const bytes = Buffer.from(value);
  const json = JSON.stringify(value).slice(1, -1);
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const base64 = insideBase64(value).flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
  return [
    ...new Set([
      value,
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
      encodeURIComponent(value),
      encodeURIComponent(value).replaceAll('%20', '+'),
      json,
      html,
      [...value].reverse().join(''),
      value.toUpperCase(),
      value.toLowerCase(),
      value.normalize('NFD'),
      value.normalize('NFKC'),
      [...value].join('\u200b'),
      encodeURIComponent(encodeURIComponent(value)),
      escapedBy(value, (code) => `\\u${code.padStart(4, '0')}`),
      escapedBy(value, (code) => `&#x${code};`),
      bytes.toString('utf16le'),
      ...base64,
    ]),
  ];
}

/** Names of the values that stand in a haystack, in any form. */
export const found = (haystack: Buffer, canaries: Readonly<Record<string, string>>): string[] =>
  Object.entries(canaries)
    .filter(([, value]) => needles(value).some((needle) => haystack.includes(needle)))
    .map(([name]) => name);
