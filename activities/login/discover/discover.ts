import type { Frame, JSHandle, Page } from 'playwright-core';
import { getDomain } from 'tldts';
import type { FrameView, LocalButton, LocalForm, LocalRef } from './in-page/frame-view.js';
import { type InPage, inPage, type ReadPage } from './in-page-bundle.js';
import type { ProposedForm } from './proposal.js';
import { rivalsOf } from './rivals.js';
import type { ElementRef, PageView, ViewButton, ViewForm } from './view.js';

export interface DiscoverOptions {
  /** Most frames that are read, the main frame included; a page with more is no login page. */
  maxFrames?: number;
  /** Forms that somebody says the document at an address has. */
  proposals?: (address: string) => readonly ProposedForm[];
}

const MAX_FRAMES = 12;
/** Classes of forms somebody could log in with; others are reported, but never the best. */
const LOGIN_STEPS = new Set([
  'login',
  'identifier',
  'password',
  'otp',
  'ambiguous',
  'method_choice',
  'account_choice',
  'sso',
]);

/**
 * Reads a page: which forms it shows, what they ask for, and which one is the login. Looks into the main frame, into
 * visible frames of the same site and into open shadow roots; changes nothing on the page.
 *
 * @param page a loaded page
 * @throws what Playwright throws when the page is gone or navigates away while it's read; frames that vanish are left out
 */
export async function discover(page: Page, options: DiscoverOptions = {}): Promise<PageView> {
  const code = await inPage();
  const main = page.mainFrame();
  const proposals = options.proposals ?? (() => []);
  const mainView = await read(main, code, proposals);
  const parts = [{ path: '', view: mainView }];
  const others = sameSiteFrames(main, main.url()).slice(0, (options.maxFrames ?? MAX_FRAMES) - 1);
  for (const { frame, path } of others) {
    const view = await readIfShown(frame, code, proposals);
    if (view !== null) parts.push({ path, view });
  }
  return merge(parts);
}

interface Part {
  path: string;
  view: FrameView;
}

type Proposals = NonNullable<DiscoverOptions['proposals']>;

/** What reads a frame's document. It is put there once and goes with the document; the page's own scripts can't reach it. */
const readers = new WeakMap<Frame, JSHandle<ReadPage>>();
/** Frames whose documents so far were not written in plain letters: the next one is likely to be of their kind. */
const inOtherScripts = new WeakSet<Frame>();

async function read(frame: Frame, { reader, phrases }: InPage, proposals: Proposals): Promise<FrameView> {
  const forms = proposals(frame.url());
  const known = await readers
    .get(frame)
    ?.evaluate(readPage, { forms, phrases: null })
    .catch(() => undefined);
  const fresh = known === undefined ? await frame.evaluateHandle(reader) : null;
  if (fresh !== null) readers.set(frame, fresh);
  const view =
    known ?? (await fresh!.evaluate(readPage, { forms, phrases: inOtherScripts.has(frame) ? phrases : null }));
  if (!view.lacksPhrases) return view;
  inOtherScripts.add(frame);
  return readers.get(frame)!.evaluate(readPage, { forms, phrases });
}

/** Runs in the page. */
const readPage = (
  read: ReadPage,
  { forms, phrases }: { forms: readonly ProposedForm[]; phrases: string | null },
): FrameView => read(forms, phrases);

/** A frame can vanish or navigate at any time; one that does has nothing to say. */
async function readIfShown(frame: Frame, code: InPage, proposals: Proposals): Promise<FrameView | null> {
  try {
    const owner = await frame.frameElement();
    const shown = await owner.isVisible();
    await owner.dispose();
    return shown ? await read(frame, code, proposals) : null;
  } catch {
    return null;
  }
}

/** Frames whose document belongs to the page's site, with their path; a foreign frame also shuts out what it holds. */
function sameSiteFrames(parent: Frame, top: string, prefix = ''): { frame: Frame; path: string }[] {
  return parent.childFrames().flatMap((frame, index) => {
    const path = prefix === '' ? String(index) : `${prefix}.${index}`;
    return isSameSite(frame.url(), top) ? [{ frame, path }, ...sameSiteFrames(frame, top, path)] : [];
  });
}

/** Same registrable domain and scheme; documents without an address of their own have their parent's. */
export function isSameSite(address: string, top: string): boolean {
  if (address === 'about:srcdoc') return true;
  if (!URL.canParse(address) || !URL.canParse(top)) return false;
  const [one, other] = [new URL(address), new URL(top)];
  if (one.protocol !== other.protocol || !/^https?:$/.test(one.protocol)) return false;
  if (one.hostname === other.hostname) return true;
  const domain = getDomain(one.hostname, { allowPrivateDomains: true });
  return domain !== null && domain === getDomain(other.hostname, { allowPrivateDomains: true });
}

function merge(parts: Part[]): PageView {
  const main = parts[0]!.view;
  const ranked = parts.flatMap(({ path, view }) =>
    view.forms.map((form) => ({ rank: form.rank, form: placed(form, path) })),
  );
  const codesFirst = !ranked.some(({ form }) => waitsForPassword(form));
  const tier = (form: ViewForm) => {
    if (form.source === 'recipe') return 3;
    return LOGIN_STEPS.has(form.class) ? (codesFirst && form.class === 'otp' ? 2 : 1) : 0;
  };
  ranked.sort((a, b) => tier(b.form) - tier(a.form) || b.rank - a.rank);
  const forms = ranked.map(({ form }) => form);
  const best = forms.find((form) => LOGIN_STEPS.has(form.class)) ?? null;
  return {
    url: main.url,
    title: main.title,
    forms,
    best,
    rivals: rivalsOf(best, ranked, main.url),
    buttons: parts.flatMap(({ path, view }) => view.buttons.map((button) => placedButton(button, path))),
    alerts: parts.flatMap(({ view }) => view.alerts),
    captcha: parts.map(({ view }) => view.captcha).find((kind) => kind !== null) ?? null,
    evidence: {
      logout: parts.some(({ view }) => view.evidence.logout),
      loginLink: parts.some(({ view }) => view.evidence.loginLink),
      passkey: main.evidence.passkey,
      headings: parts.flatMap(({ view }) => view.evidence.headings),
    },
    otpKind: parts.map(({ view }) => view.otpKind).find((kind) => kind !== null) ?? null,
    externalAction: parts.map(({ view }) => view.externalAction).find((action) => action !== null) ?? null,
  };
}

/** A code is asked for after the password, so that an empty password field comes first. */
function waitsForPassword(form: ViewForm): boolean {
  const isStep = form.class === 'login' || form.class === 'password';
  return isStep && form.fields.some((field) => field.role === 'password' && !field.filled);
}

function placed({ rank: _, ...form }: LocalForm, frame: string): ViewForm {
  const at = (ref: LocalRef): ElementRef => ({ frame, ...ref });
  return {
    ...form,
    frame,
    fields: form.fields.map((field) => ({ ...field, ref: at(field.ref), boxes: field.boxes.map(at) })),
    submit: form.submit === null ? null : at(form.submit),
    remember: form.remember === null ? null : at(form.remember),
  };
}

function placedButton(button: LocalButton, frame: string): ViewButton {
  return { ...button, ref: { frame, ...button.ref } };
}
