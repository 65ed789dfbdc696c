import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import type { Gate } from '../gate.js';
import { sessionOf } from '../session-of.js';
import { searchIn } from './carries.js';
import { type Judged, LoginWire, type Outgoing } from './login-wire.js';

/** `Fetch.requestPaused`, as far as it is needed; Playwright does not export the protocol's types. */
interface Paused {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly hasPostData?: boolean;
    readonly postDataEntries?: readonly { readonly bytes?: string }[];
  };
}
interface Pattern {
  urlPattern?: string;
  resourceType?: 'XHR' | 'Fetch';
}
interface FrameTree {
  readonly frame: { readonly id: string };
  readonly childFrames?: readonly FrameTree[];
}

/** While no login is armed: what scripts ask for, since nobody is there to answer a challenge (`#decline`). */
const IDLE: Pattern[] = [{ resourceType: 'XHR' }, { resourceType: 'Fetch' }];
const EVERYTHING: Pattern[] = [{ urlPattern: '*' }];
/** How long to look for the page that a request belongs to. A page that waits for that very request may not answer. */
const OWNER_MS = 5_000;

/**
 * The one owner of `Fetch` (Chrome DevTools Protocol) in a Chromium, on the target of the browser itself: every HTTP request of every page,
 * frame, pop-up and worker passes by here, each hop of a redirect too. Made before the first context, for what is there already is never
 * seen; until a login is armed it only looks at the requests of scripts.
 */
export class Wire {
  readonly #session: CDPSession;
  readonly #logins = new Map<LoginWire, Set<BrowserContext>>();
  /** The browser's own ids of contexts, asked for while their pages are new and answer. */
  readonly #ids = new Map<BrowserContext, Promise<string | undefined>>();
  #wide = false;
  /** The patterns change one after the other. */
  #changing: Promise<void> = Promise.resolve();

  private constructor(session: CDPSession) {
    this.#session = session;
    session.on('Fetch.requestPaused', (paused) => void this.#decide(paused));
    session.on('Fetch.authRequired', ({ requestId }) => this.#decline(requestId));
    // Without it nothing would be held back any more.
    session.on('close', () => {
      for (const [login, contexts] of this.#logins)
        if (login.armed) for (const context of contexts) void context.close().catch(ignored);
    });
  }

  static async open(browser: Browser): Promise<Wire> {
    const wire = new Wire(await browser.newBrowserCDPSession());
    await wire.#look(IDLE);
    return wire;
  }

  /** The wire of a new login. */
  newLogin(gate: Gate | null): LoginWire {
    const login: LoginWire = new LoginWire(
      gate,
      () => this.#fit(),
      () => [...(this.#logins.get(login) ?? [])].flatMap(placesIn),
    );
    return login;
  }

  /** Watches a context of a login, until it is closed. */
  watch(login: LoginWire, context: BrowserContext): void {
    const contexts = this.#logins.get(login) ?? new Set();
    this.#logins.set(login, contexts.add(context));
    context.once('page', (page) => this.#ids.set(context, contextIdOf(page)));
    context.once('close', () => {
      this.#ids.delete(context);
      contexts.delete(context);
      if (contexts.size > 0) return;
      this.#logins.delete(login);
      login.gate?.close();
      void this.#fit().catch(ignored);
    });
  }

  /** Looks at everything while a login is armed. */
  #fit(): Promise<void> {
    const fitted = this.#changing.then(async () => {
      const wide = [...this.#logins.keys()].some(({ armed }) => armed);
      if (wide !== this.#wide) await this.#look(wide ? EVERYTHING : IDLE);
      this.#wide = wide;
    });
    this.#changing = fitted.catch(ignored);
    return fitted;
  }

  async #look(patterns: Pattern[]): Promise<void> {
    await this.#session.send('Fetch.enable', { handleAuthRequests: true, patterns });
  }

  async #decide(paused: Paused): Promise<void> {
    const { requestId } = paused;
    const goes = await this.#mayGo(paused).catch(() => false);
    // It may have been given up meanwhile, together with its page.
    const decided = goes
      ? this.#session.send('Fetch.continueRequest', { requestId })
      : this.#session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    await decided.catch(ignored);
  }

  async #mayGo(paused: Paused): Promise<boolean> {
    const logins = [...this.#logins.keys()];
    const armed = logins.filter((login) => login.armed);
    const request = outgoing(paused);
    // Nothing else leaves the browser by here.
    if (!/^https?:/i.test(request.address)) return true;
    if (request.body === null) for (const { gate } of logins) gate?.noteFlow(request.address);
    if (armed.length === 0) return true;
    const carries = searchIn(request);
    const all = armed.map((login): [LoginWire, Judged] => [login, login.judge(request, carries)]);
    const concerned = all.filter(([, { verdict }]) => verdict !== 'pass');
    const verdicts = new Set(concerned.map(([, { verdict }]) => verdict));
    // Logins that share a value and may send it to different sites are told apart by the page; where that is not known, it counts as anybody's.
    const owner = verdicts.size > 1 ? await this.#ownerOf(paused.frameId) : null;
    const judged =
      owner === null || !concerned.some(([login]) => login === owner) ? all : all.filter(([login]) => login === owner);
    const goes = judged.every(([, { verdict }]) => verdict !== 'stop');
    // What is stopped for one login has not gone out for another.
    for (const [, { verdict, note }] of judged) if (goes || verdict !== 'own') note();
    return goes;
  }

  /** The login that a frame or worker belongs to; null where that can't be told in time: a page that waits for the very request may not answer. */
  #ownerOf(frameId: string): Promise<LoginWire | null> {
    const late = new Promise<null>((resolve) => setTimeout(resolve, OWNER_MS, null).unref());
    return Promise.race([this.#findOwner(frameId), late]);
  }

  async #findOwner(frameId: string): Promise<LoginWire | null> {
    const { targetInfos } = await this.#session.send('Target.getTargets', { filter: [{}] }, { timeout: OWNER_MS });
    const home = targetInfos.find(({ targetId }) => targetId === frameId)?.browserContextId;
    for (const [login, contexts] of this.#logins)
      for (const context of contexts) if (await this.#isHome(context, frameId, home)) return login;
    return null;
  }

  /** Whether a context is the one that a frame is in, or has the frame, where the browser does not say which one it is in. */
  async #isHome(context: BrowserContext, frameId: string, home: string | undefined): Promise<boolean> {
    if (home !== undefined) return home === (await this.#ids.get(context));
    const held = context.pages().map((page) => hasFrame(page, frameId).catch(() => false));
    return (await Promise.all(held)).includes(true);
  }

  /**
   * When a server answers with a challenge (RFC 9110 section 11.6.1), a browser asks the user for a name and a password, and a script gets
   * no answer until then. No user is there, so that it gets the 401, as if the user had cancelled.
   */
  #decline(requestId: string): void {
    const authChallengeResponse = { response: 'CancelAuth' as const };
    this.#session.send('Fetch.continueWithAuth', { requestId, authChallengeResponse }).catch(ignored);
  }
}

const ignored = (): undefined => undefined;

/** Addresses of all documents of a context. */
const placesIn = (context: BrowserContext): string[] =>
  context.pages().flatMap((page) => page.frames().map((frame) => frame.url()));

async function contextIdOf(page: Page): Promise<string | undefined> {
  const asked = sessionOf(page).then((session) => session.send('Target.getTargetInfo'));
  return (await asked.catch(ignored))?.targetInfo.browserContextId;
}

async function hasFrame(page: Page, frameId: string): Promise<boolean> {
  const session = await sessionOf(page);
  const { frameTree } = await session.send('Page.getFrameTree', undefined, { timeout: OWNER_MS });
  return holdsFrame(frameTree, frameId);
}

const holdsFrame = ({ frame, childFrames = [] }: FrameTree, id: string): boolean =>
  frame.id === id || childFrames.some((child) => holdsFrame(child, id));

function outgoing({ request, resourceType, redirectedRequestId }: Paused): Outgoing {
  const { url, method, headers, hasPostData = false, postDataEntries = [] } = request;
  const parts = postDataEntries.map(({ bytes }) => (bytes === undefined ? null : Buffer.from(bytes, 'base64')));
  const known = parts.filter((part) => part !== null);
  const isHidden = known.length < parts.length || (hasPostData && parts.length === 0);
  return {
    address: url,
    headers,
    method,
    body: isHidden ? null : known,
    navigates: resourceType === 'Document',
    redirected: redirectedRequestId !== undefined,
  };
}
