/** What a name begins with, as it follows `#` or `.`: no digit (CSS Syntax Module Level 3, section 4.3.9). */
const NAME = /^(?:-?[a-z_\\\u0080-\uffff]|--)/i;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']' };
const COMBINATORS = '>+~,';
/** What no selector has outside of strings, brackets and escapes. */
const STRANGE = /[{};@!$%/<=?^`]/;
/** Into the open shadow root of what stands before it. */
const INTO_SHADOW = '>>>';

/**
 * Why a text is no CSS selector, as far as that can be told without a browser; null when nothing speaks against it. It says where,
 * and repeats no word of the text: somebody may have put there what does not belong there.
 */
export function wrongSelector(text: string): string | null {
  if (text.trim() === '') return 'is empty';
  const torn = walk(text, misplacedArrow);
  if (torn !== null) return torn;
  return (
    splitAtShadows(text)
      .map(wrongPart)
      .find((wrong) => wrong !== null) ?? null
  );
}

/** The parts of a selector between `>>>`. */
export function splitAtShadows(text: string): string[] {
  const cuts: number[] = [];
  walk(text, (_, at, depth) => {
    if (depth === 0 && text.startsWith(INTO_SHADOW, at)) cuts.push(at);
    return null;
  });
  const starts = [0, ...cuts.map((cut) => cut + INTO_SHADOW.length)];
  return starts.map((start, index) => text.slice(start, cuts[index] ?? text.length).trim());
}

type Visit = (char: string, at: number, depth: number, text: string) => string | null;

/** Shows every character outside of strings and escapes to `visit`, whose answer ends the walk. */
function walk(text: string, visit: Visit): string | null {
  const open: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (char === '\\') {
      at += 1;
    } else if (char === '"' || char === "'") {
      const end = endOfString(text, at);
      if (end === null) return `has a quote at character ${at + 1} that is never closed`;
      at = end;
    } else {
      if (CLOSING[char] !== undefined) open.push(char);
      else if ((char === ')' || char === ']') && CLOSING[open.pop() ?? ''] !== char)
        return `has a \`${char}\` at character ${at + 1} that closes nothing`;
      const said = visit(char, at, open.length, text);
      if (said !== null) return said;
    }
  }
  return open.length === 0 ? null : `has a \`${open.at(-1)}\` that is never closed`;
}

function endOfString(text: string, start: number): number | null {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start]) return at;
  }
  return null;
}

const misplacedArrow: Visit = (char, at, depth, text) => {
  if (depth > 0 || char !== '>' || text[at - 1] === '>') return null;
  const { length } = /^>+/.exec(text.slice(at))![0];
  if (length === 1 || length === INTO_SHADOW.length) return null;
  return `has ${length} times \`>\` at character ${at + 1}: one leads to a child, three into a shadow root`;
};

function wrongPart(part: string): string | null {
  if (part === '') return 'has nothing before or after a `>>>`';
  if (/^\d/.test(part)) return 'begins with a digit';
  const wrong = walk(part, (char, at, depth) => {
    if (depth > 0 || char.trim() === '') return null;
    if (STRANGE.test(char)) return `has a \`${char}\` at character ${at + 1}, which has no place in a CSS selector`;
    if ((char === '#' || char === '.') && !NAME.test(part.slice(at + 1)))
      return `has a \`${char}\` at character ${at + 1} that no name follows`;
    if (COMBINATORS.includes(char) && at === 0) return `begins with a \`${char}\``;
    if (COMBINATORS.includes(char) && followsCombinator(part, at))
      return `has a \`${char}\` at character ${at + 1} with nothing before it`;
    return null;
  });
  if (wrong !== null) return wrong;
  return COMBINATORS.includes(part.at(-1) as string) && part.at(-2) !== '\\'
    ? 'ends where something has to follow'
    : null;
}

const followsCombinator = (part: string, at: number): boolean => /(?<!\\)[>+~,]\s*$/.test(part.slice(0, at));
