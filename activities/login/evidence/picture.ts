import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import type { Box } from '../page-world/agent.js';
import type { ElementRef, PageView, ViewButton, ViewField } from '../page-world/view.js';
import { documentOf } from '../read/document/document-of.js';
import { frameAt } from '../read/frame-at.js';
import { isListed, isOwnName } from './own-name.js';

/** What is drawn of an element: our own words for it, and its position. */
interface Drawn {
  readonly kind: 'field' | 'button';
  readonly words: string;
  readonly box: Box | null;
}

const MIN_WIDTH = 800;
const LINE = 18;
const MAX_SIDE = 8_000;

/**
 * A picture of a page that shows nothing of the page: boxes where its fields and buttons stand, with what the engine takes them for (SVG 1.1).
 * All words in it are ours: a page can put what it likes into its own.
 */
export async function drawPage(context: LoginContext, page: Page, view: PageView): Promise<string> {
  const fields = view.forms.flatMap((form) => form.fields);
  const refs = [...fields, ...view.buttons].map(({ ref }) => ref);
  const boxes = await boxesOf(context, page, refs);
  const boxAt = ({ frame, pin }: ElementRef): Box | null => boxes.get(`${frame} ${pin}`) ?? null;
  return toSvg(headOf(view), [
    ...fields.map((field, at): Drawn => ({ kind: 'field', words: fieldWords(field, at), box: boxAt(field.ref) })),
    ...view.buttons.map((button): Drawn => ({ kind: 'button', words: buttonWords(button), box: boxAt(button.ref) })),
  ]);
}

async function boxesOf(context: LoginContext, page: Page, refs: readonly ElementRef[]): Promise<Map<string, Box>> {
  const found = new Map<string, Box>();
  for (const path of new Set(refs.map(({ frame }) => frame))) {
    const frame = frameAt(page, path);
    if (frame === null) continue;
    const pins = refs.filter((ref) => ref.frame === path).map(({ pin }) => pin);
    const document = await context.race(documentOf(frame));
    const boxes = await context.race(document.ask('boxes', pins));
    const owner = path === '' ? null : await context.race(frame.frameElement());
    const at = (owner === null ? null : await context.race(owner.boundingBox())) ?? { x: 0, y: 0 };
    pins.forEach((pin, index) => {
      const box = boxes[index];
      if (box) found.set(`${path} ${pin}`, { ...box, x: box.x + Math.round(at.x), y: box.y + Math.round(at.y) });
    });
  }
  return found;
}

const listed = (text: string): string => (isListed(text) ? ` "${text.trim()}"` : '');

const fieldWords = ({ name, role, type, required, filled, label }: ViewField, at: number): string =>
  [
    isOwnName(name) ? name : `field_${at + 1}`,
    `(${role}, ${type}${required ? ', required' : ''}, ${filled ? 'filled' : 'empty'})`,
  ].join(' ') + listed(label);

const buttonWords = ({ kind, provider, mfaType, label }: ViewButton): string =>
  [kind, provider, mfaType].filter((word) => word !== null).join(' ') + listed(label);

function headOf({ best, rivals, alerts, captcha, otpKind, externalAction, evidence }: PageView): string[] {
  const form =
    best === null ? 'no form' : `form: ${best.class} (${best.source}, ${Math.round(best.confidence * 100)} %)`;
  return [
    rivals.length > 0 ? `${form}, ${rivals.length} that compete` : form,
    `messages: ${alerts.length}`,
    ...(captcha === null ? [] : ['a challenge']),
    ...(otpKind === null ? [] : [`codes: ${otpKind}`]),
    ...(externalAction === null ? [] : [`elsewhere: ${externalAction.kind}`]),
    ...(evidence.logout ? ['offers to log out'] : []),
    ...(evidence.passkey ? ['speaks of passkeys'] : []),
  ];
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function toSvg(head: readonly string[], drawn: readonly Drawn[]): string {
  const boxes = drawn.flatMap(({ box }) => (box === null ? [] : [box]));
  const lost = drawn.filter(({ box }) => box === null).map(({ kind, words }) => `${kind}: ${words}`);
  const top = (head.length + lost.length + 1) * LINE;
  const width = Math.min(Math.max(MIN_WIDTH, ...boxes.map((box) => box.x + box.width + LINE)), MAX_SIDE);
  const height = Math.min(Math.max(0, ...boxes.map((box) => box.y + box.height)) + top + 2 * LINE, MAX_SIDE);
  const lines = [...head, ...lost].map((line, at) => `<text x="8" y="${(at + 1) * LINE}">${escapeXml(line)}</text>`);
  const shapes = drawn.flatMap(({ kind, words, box }) => (box === null ? [] : [shapeOf(kind, words, box, top)]));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...lines,
    ...shapes,
    '</svg>\n',
  ].join('\n');
}

function shapeOf(kind: Drawn['kind'], words: string, { x, y, width, height }: Box, top: number): string {
  const fill = kind === 'button' ? '#dde6f5' : '#f6f6f6';
  const shape = `<rect x="${x}" y="${y + top}" width="${width}" height="${height}" fill="${fill}" stroke="#555"/>`;
  return `${shape}<text x="${x + 4}" y="${y + top + Math.min(height, LINE) - 4}">${escapeXml(words)}</text>`;
}
