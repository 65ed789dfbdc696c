import { describe, expect, it } from 'vitest';
import { Scrubber } from '../../activities/login/evidence/scrub.js';
import { forTerminal } from '../../cli/terminal/io.js';
import { printer } from '../../cli/terminal/print.js';
import { plainText } from '../../contract/plain-text.js';
import { markdown } from '../../workflows/markdown.js';
import { fakeIo } from '../unit/cli/fake-io.js';

const ESC = String.fromCharCode(0x1b);
const CSI = String.fromCharCode(0x9b);
const RLO = '\u202e';

/** What a site can write into a label to act on who reads it. */
const ATTACKS = [
  ['clears the screen', `${ESC}[2J${ESC}[H`],
  ['sets the title', `${ESC}]0;root@bank\u0007`],
  ['makes a link', `${ESC}]8;;https://evil.example${ESC}\\`],
  ['hides what follows', `${ESC}[8m`],
  ['begins a sequence in one character', `${CSI}2J`],
  ['goes back in the line', '\r\b\b'],
  ['turns the direction of writing', `${RLO}drowssap`],
  ['isolates a direction', '\u2067abc\u2069'],
  ['marks a direction', '\u200f\u061c\u200e'],
] as const;

const ACTS = /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;

/** Text that needs its joiners and marks. */
const HONEST = ['می‌خواهم', 'क्‍ष', '👩‍👩‍👧', 'Zürich – naïve', '日本語'];

describe('text of a site', () => {
  it.each(ATTACKS)('that %s is plain where it enters', (_, text) => {
    expect(plainText(`Password ${text} please`)).not.toMatch(ACTS);
    expect(new Scrubber('site.example').text(`Password ${text} please`)).not.toMatch(ACTS);
  });

  it.each(ATTACKS)('that %s does nothing to a terminal, in text and in JSON', (_, text) => {
    expect(forTerminal(`Password${text}\nnext`).replaceAll('\n', '')).not.toMatch(ACTS);
    const io = fakeIo();
    printer(io, true).line({ label: `Password${text}` }, '');
    expect(io.stdout.join('')).not.toMatch(ACTS);
    expect(JSON.parse(io.stdout[0]!)).toEqual({ label: `Password${text}` });
  });

  it.each(HONEST)('%s is left as it is', (text) => {
    expect(plainText(text)).toBe(text);
    expect(forTerminal(text)).toBe(text);
  });

  it('keeps the lines and the colors that are ours', () => {
    const ours = `${ESC}[31merror:${ESC}[39m one\n  two`;
    expect(forTerminal(ours)).toBe(ours);
  });

  it.each([
    '[click](https://evil.example)',
    '![](https://evil.example/pixel)',
    '<img src=x>',
    '`code`',
    '**bold**',
    '| a | b |',
    '# title',
    '&lt;',
    'https://evil.example/x',
    'www.evil.example',
    'anna@evil.example',
  ])('%s is text in the Markdown of Temporal’s UI', (text) => {
    expect(markdown(text).replaceAll(/\\./g, '')).not.toMatch(/[[\]<>`*|#&!@]|:\/\/|www\./);
  });
});
