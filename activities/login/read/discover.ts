import type { Frame, Page } from 'playwright-core';
import { areSameSite } from '../../../contract/address/site.js';
import type {
  FrameView,
  Glance,
  LocalButton,
  LocalForm,
  LocalRef,
  Look,
  ProposedForm,
  Reading,
} from '../page-world/agent.js';
import type { ElementRef, FormClass, PageView, ViewButton, ViewForm } from '../page-world/view.js';
import { documentOf } from './document/document-of.js';
import type { LiveDocument } from './document/live-document.js';
import { pageWorldBundle } from './document/page-world-bundle.js';
import { isStep, isUnclear } from './form-classes.js';
import { mergeStanding, type Part } from './merge-standing.js';
import { type RankedForm, rivalsOf } from './rivals.js';

/** What is known of a site's pages before they are read. */
export interface Known {
  /** The forms that recipes describe for the document at an address. */
  readonly proposals: (address: string) => readonly ProposedForm[];
  /** Paths that pages of the login led everybody to. */
  readonly everybody: Iterable<string>;
  /** Whether an address is of a site that belongs to the login: where both are, a frame of another site is part of the page. */
  readonly isNamed: (address: string) => boolean;
}

const NOTHING: Known = { proposals: () => [], everybody: [], isNamed: () => false };

/** Frames that are read, the main frame included; a page with more is no login page. */
const MAX_FRAMES = 12;
/**
 * Reads a page: which forms it shows, what they ask for, and which one is the login. Looks into the main frame, into
 * visible frames of the same site or of one that belongs to the login, and into open shadow roots; changes nothing on the page.
 *
 * @param page a loaded page
 * @throws what Playwright throws when the page is gone or navigates away while it's read; frames that vanish are left out
 */
export async function discover(page: Page, known: Known = NOTHING): Promise<PageView> {
  return withFrames(page, await read(page.mainFrame(), known), known);
}

/** The rest of `discover`, for a page whose main document has been read already. */
export async function withFrames(page: Page, view: FrameView, known: Known): Promise<PageView> {
  const main = page.mainFrame();
  const parts: Parts = [{ path: '', view }];
  // Beside a session, what another site shows in a frame (a help desk, a chat) is no step of the login.
  const isInside = view.evidence.logout || view.standing.account;
  const others = ownFrames(main, belongsTo(page, isInside ? NOTHING : known)).slice(0, MAX_FRAMES - 1);
  for (const { frame, path } of others) {
    const inside = await readIfShown(frame, known);
    if (inside !== null) parts.push({ path, view: inside });
  }
  return merge(parts);
}

/**
 * Looks for a login in what other sites show in visible frames, which is no part of the page.
 * @returns the address of the frame, null where none shows one
 */
export async function foreignLogin(page: Page, known: Known): Promise<string | null> {
  const isOwn = belongsTo(page, known);
  const others = page.frames().filter((frame) => frame.parentFrame() !== null && /^https?:/.test(frame.url()));
  for (const frame of others.filter((one) => !isOwn(one.url())).slice(0, MAX_FRAMES)) {
    const view = await ifShown(frame, () => readAsItIs(frame));
    if (view?.forms.some((form) => isStep(form.class))) return frame.url();
  }
  return null;
}

/** The main frame's comes first. */
type Parts = [main: Part, ...others: Part[]];

/** Frames whose documents so far needed the phrases in non-Latin scripts: their next document probably does too. */
const inOtherScripts = new WeakSet<Frame>();

/**
 * Reads the document of a frame, and reads it again with all phrases if it turns out to need them, or where a field turned out to be something
 * else once it had the focus.
 */
export async function readWith<T extends FrameView | Look | Glance>(
  frame: Frame,
  known: Known,
  question: (document: LiveDocument, reading: Reading) => Promise<T>,
): Promise<T> {
  const [document, { phrases }] = await Promise.all([documentOf(frame), pageWorldBundle()]);
  const about = { forms: known.proposals(frame.url()), everybody: [...known.everybody] };
  const seen = await question(document, { ...about, phrases: inOtherScripts.has(frame) ? phrases : null });
  const view: FrameView | null = 'view' in seen ? seen.view : seen;
  if (view?.lacksPhrases) inOtherScripts.add(frame);
  const isOther = view !== null && view.asleep.length > 0 && (await document.ask('wake', view.asleep));
  return view?.lacksPhrases || isOther ? question(document, { ...about, phrases }) : seen;
}

const read = (frame: Frame, known: Known): Promise<FrameView> =>
  readWith(frame, known, (document, reading) => document.ask('read', reading));

/** Wakes no field, as `readWith` does: nothing is done in a frame that is not of the login. */
async function readAsItIs(frame: Frame): Promise<FrameView> {
  const [document, { phrases }] = await Promise.all([documentOf(frame), pageWorldBundle()]);
  return document.ask('read', { forms: [], everybody: [], phrases });
}

const readIfShown = (frame: Frame, known: Known): Promise<FrameView | null> => ifShown(frame, () => read(frame, known));

/** What is read of a frame; null when it is hidden, or vanishes or navigates meanwhile. */
async function ifShown(frame: Frame, reads: () => Promise<FrameView>): Promise<FrameView | null> {
  try {
    const owner = await frame.frameElement();
    const shown = await owner.isVisible();
    await owner.dispose();
    return shown ? await reads() : null;
  } catch {
    return null;
  }
}

function belongsTo(page: Page, { isNamed }: Known): (address: string) => boolean {
  const top = page.mainFrame().url();
  return (address) => isSameSite(address, top) || (isNamed(top) && isNamed(address));
}

/** Frames that are part of the page, with their path. Frames inside a foreign frame are left out as well. */
function ownFrames(parent: Frame, isOwn: (address: string) => boolean, prefix = ''): { frame: Frame; path: string }[] {
  return parent.childFrames().flatMap((frame, index) => {
    const path = prefix === '' ? String(index) : `${prefix}.${index}`;
    return isOwn(frame.url()) ? [{ frame, path }, ...ownFrames(frame, isOwn, path)] : [];
  });
}

/** Same registrable domain and scheme; documents without an address of their own have their parent's. */
export function isSameSite(address: string, top: string): boolean {
  if (address === 'about:srcdoc') return true;
  if (!URL.canParse(address) || !URL.canParse(top)) return false;
  const [one, other] = [new URL(address), new URL(top)];
  if (!/^https?:$/.test(one.protocol)) return false;
  return areSameSite(one, other);
}

/** Forms that a person could log in with. Others are reported, but never as the best. */
const mayBeStep = (name: FormClass): boolean => isStep(name) || isUnclear(name);

function merge(parts: Parts): PageView {
  const main = parts[0].view;
  const ranked = parts.flatMap(({ path, view }) =>
    view.forms.map((form) => ({ rank: form.rank, form: placed(form, path) })),
  );
  const asksOver = ranked.some(({ form }) => form.modal && form.class === 'otp');
  const codesFirst = !ranked.some(({ form }) => waitsForPassword(form) && (form.modal || !asksOver));
  const tier = (form: ViewForm) => {
    if (form.source === 'recipe') return 3;
    return mayBeStep(form.class) ? (codesFirst && form.class === 'otp' ? 2 : 1) : 0;
  };
  ranked.sort((a, b) => tier(b.form) - tier(a.form) || b.rank - a.rank);
  const forms = ranked.map(({ form }) => form);
  const best = wholeLogin(ranked) ?? forms.find((form) => mayBeStep(form.class)) ?? null;
  return {
    url: main.url,
    title: main.title,
    forms,
    best,
    rivals: rivalsOf(best, ranked, main.url),
    buttons: parts.flatMap(({ path, view }) => view.buttons.map((button) => placedButton(button, path))),
    alerts: parts.flatMap(({ path, view }) => (path === '' ? view.alerts : [...view.alerts, ...saidIn(view)])),
    captcha: parts.map(({ view }) => view.captcha).find((kind) => kind !== null) ?? null,
    evidence: {
      logout: parts.some(({ view }) => view.evidence.logout),
      loginLink: parts.some(({ view }) => view.evidence.loginLink),
      passkey: main.evidence.passkey,
      untypable: parts.some(({ view }) => view.evidence.untypable),
      headings: parts.flatMap(({ view }) => view.evidence.headings),
    },
    permissions: [...new Set(parts.flatMap(({ view }) => view.permissions))],
    listed: [...new Set(parts.flatMap(({ view }) => view.listed))],
    allowsByForm: parts.some(({ view }) => view.allowsByForm),
    otpKind: parts.map(({ view }) => view.otpKind).find((kind) => kind !== null) ?? null,
    standing: mergeStanding(parts[0], parts.slice(1)),
    known: null,
    otherTask: false,
    gate: main.gate,
    externalAction: parts.map(({ view }) => view.externalAction).find((action) => action !== null) ?? null,
  };
}

/** Log-odds by which a login may say less of itself than a lone name does, and still be the one that is meant. */
const NEARLY = 3;

/** A login with its name and its password, where only a lone name stands before it: that may be for a password that is forgotten, or for news. */
function wholeLogin([first, ...others]: readonly RankedForm[]): ViewForm | undefined {
  if (first === undefined || first.form.class !== 'identifier' || first.form.modal || first.form.source === 'recipe')
    return undefined;
  const isWhole = ({ class: of, fields }: ViewForm): boolean =>
    of === 'login' &&
    (['identifier', 'password'] as const).every((role) => fields.some((field) => field.role === role));
  return others.find(({ form, rank }) => isWhole(form) && first.rank - rank < NEARLY)?.form;
}

/** Forms by what to fill first: codes are asked for after the password, so an empty password field comes first, unless it stands behind the dialog that asks for the code. */
function waitsForPassword(form: ViewForm): boolean {
  const isStep = form.class === 'login' || form.class === 'password';
  return isStep && form.fields.some((field) => field.role === 'password' && !field.filled);
}

/** What a frame says beside its form, or instead of one: some forms are sent into a frame, which shows the answer. */
function saidIn({ forms, alerts, standing: { words } }: FrameView): FrameView['alerts'] {
  const texts = forms.length > 0 ? words.split(' · ') : [words];
  const isSaid = (text: string): boolean => alerts.some((alert) => alert.text.includes(text));
  return texts.filter((text) => text !== '' && !isSaid(text)).map((text) => ({ text, role: 'frame' }));
}

function placed({ rank: _, ...form }: LocalForm, frame: string): ViewForm {
  const at = (ref: LocalRef): ElementRef => ({ frame, ...ref });
  return {
    ...form,
    frame,
    fields: form.fields.map((field) => ({ ...field, ref: at(field.ref), boxes: field.boxes.map(at) })),
    submit: form.submit === null ? null : at(form.submit),
    remember: form.remember === null ? null : at(form.remember),
    tab: form.tab === null ? null : { ...form.tab, ref: at(form.tab.ref) },
    boxes: form.boxes.map((box) => ({ ...box, ref: at(box.ref) })),
  };
}

function placedButton(button: LocalButton, frame: string): ViewButton {
  return { ...button, ref: { frame, ...button.ref } };
}
