import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { OwnSession, Profile, SavedProfile } from '../../client/index.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import type { Log } from '../../worker/log.js';
import { type BrowserState, type LaunchedBrowser, launch, type Viewport } from './launch.js';

/** How often it is looked which browsers are to end. */
const CHECK_MS = 5_000;
/** Several times before a lease lapses (`BROWSER_LEASE_SECONDS`). */
const KEEP_LEASE_MS = 30_000;

/** What another try would not change. */
const FINAL = ['browser_error', 'profile_not_found', 'session_too_large', 'forbidden', 'unauthorized'] as const;

/** Where the state goes when the browser ends. */
export type SaveChanges = (now: BrowserState) => Promise<SavedProfile>;

/** A lease that lapses soon where nobody keeps it. */
interface BrowserLease {
  keepLease(): Promise<void>;
  endLease(): Promise<void>;
}

/** Whether a browser may go on; `ends`: what changed in it is still saved, `over`: nothing is. */
export type Standing = 'holds' | 'ends' | 'over';

export interface StartBrowser {
  /** Access key that may see and end it. */
  readonly owner: string;
  readonly standing: () => Promise<Standing>;
  readonly headless: boolean;
  readonly stealth: boolean;
  readonly timeoutSeconds: number;
  readonly viewport: Viewport | null;
  readonly profile: Profile | null;
  readonly session: OwnSession | null;
  /** Null: changes are not kept. */
  readonly saveChanges: SaveChanges | null;
  /** Tells that the session is in use as long as the browser runs; null where it has none. */
  readonly lease: BrowserLease | null;
}

/** A browser that somebody uses. */
export interface RunningBrowser extends StartBrowser {
  readonly id: string;
  /** Opens the debugger: 256 random bits. */
  readonly token: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly launched: LaunchedBrowser;
  /** Connections to its debugger. */
  connections: number;
  lastUsedAt: number;
  ending: Promise<void> | null;
}

/** Browsers that callers have asked for. They live in this process and end with it, or when nobody is connected for a while. */
export class Browsers {
  readonly #running = new Map<string, RunningBrowser>();
  readonly #timer: NodeJS.Timeout;
  readonly #leases: NodeJS.Timeout;
  #starting = 0;

  /**
   * @param stateDir where their folders are made
   * @param most at the same time
   */
  constructor(
    readonly stateDir: string,
    readonly most: number,
    readonly log: Log,
  ) {
    this.#timer = setInterval(() => {
      this.#endIdle();
      void this.#endOver();
    }, CHECK_MS).unref();
    this.#leases = setInterval(() => this.#keepLeases(), KEEP_LEASE_MS).unref();
  }

  /** @throws AgentAuthError `too_many_browsers`, `browser_error`, `tool_missing` */
  async start(wanted: StartBrowser): Promise<RunningBrowser> {
    if (this.#running.size + this.#starting >= this.most)
      throw new AgentAuthError('too_many_browsers', { most: this.most });
    this.#starting += 1;
    try {
      const launched = await launch(this.stateDir, wanted);
      const browser: RunningBrowser = {
        ...wanted,
        // It was needed to begin with; what the browser holds now is newer.
        session: null,
        id: randomBytes(16).toString('base64url'),
        token: randomBytes(32).toString('base64url'),
        createdAt: new Date().toISOString(),
        launched,
        connections: 0,
        lastUsedAt: Date.now(),
        ending: null,
      };
      this.#running.set(browser.id, browser);
      void launched.closed.then(() => {
        this.#running.delete(browser.id);
        // What can't be given back now lapses.
        browser.lease?.endLease().catch(() => undefined);
      });
      return browser;
    } finally {
      this.#starting -= 1;
    }
  }

  /** @throws AgentAuthError `browser_not_found`, also when it is somebody else's */
  get(id: string, owner: string): RunningBrowser {
    const browser = this.#running.get(id);
    if (!browser || browser.owner !== owner) throw new AgentAuthError('browser_not_found');
    return browser;
  }

  /** Newest first. */
  list(owner: string): RunningBrowser[] {
    return [...this.#running.values()].filter((browser) => browser.owner === owner).reverse();
  }

  /** The browser that this token opens. */
  withToken(id: string, token: string): RunningBrowser | null {
    const browser = this.#running.get(id);
    const [given, expected] = [Buffer.from(token), Buffer.from(browser?.token ?? '')];
    return browser && given.length === expected.length && timingSafeEqual(given, expected) ? browser : null;
  }

  /**
   * Saves what is to be saved, then closes. Who asks again meanwhile waits for the same end.
   * @throws AgentAuthError `profile_in_use`, or because the vault is away: it runs on, so that its changes can be saved later
   */
  end(browser: RunningBrowser): Promise<void> {
    browser.ending ??= this.#end(browser);
    return browser.ending;
  }

  async endAll(): Promise<void> {
    clearInterval(this.#timer);
    clearInterval(this.#leases);
    const all = [...this.#running.values()];
    const ends = await Promise.allSettled(all.map((browser) => this.end(browser)));
    for (const [index, { status }] of ends.entries()) if (status === 'rejected') this.#notSaved(all[index]!);
    await Promise.allSettled([...this.#running.values()].map((browser) => browser.launched.close()));
  }

  async #end(browser: RunningBrowser): Promise<void> {
    const { saveChanges, launched } = browser;
    try {
      const saved = saveChanges && (await saveChanges(await launched.session()));
      if (saved && saved.left_out.length > 0)
        this.log.warn(
          { browser: browser.id, sites: saved.left_out },
          'changes were left out: another session is there now',
        );
    } catch (error) {
      if (!FINAL.some((code) => hasCode(error, code))) {
        browser.ending = null;
        throw error;
      }
      await this.#close(browser);
      throw error;
    }
    await this.#close(browser);
  }

  async #close({ id, launched }: RunningBrowser): Promise<void> {
    this.#running.delete(id);
    await launched.close();
  }

  #notSaved({ id }: RunningBrowser): void {
    this.log.warn({ browser: id }, 'the changes of a browser were not saved');
  }

  /** A browser ends with what it was started by. */
  async #endOver(): Promise<void> {
    for (const browser of this.#running.values()) {
      const standing = browser.ending === null ? await browser.standing() : 'holds';
      if (standing === 'holds') continue;
      browser.ending ??= this.#end(standing === 'ends' ? browser : { ...browser, saveChanges: null });
      await browser.ending.catch(() => undefined);
    }
  }

  #keepLeases(): void {
    // The vault may be away for a moment: the next one goes on with it.
    for (const { lease } of this.#running.values()) lease?.keepLease().catch(() => undefined);
  }

  #endIdle(): void {
    for (const browser of this.#running.values()) {
      const idleMs = browser.connections > 0 ? 0 : Date.now() - browser.lastUsedAt;
      if (idleMs < browser.timeoutSeconds * 1000) continue;
      this.end(browser).catch(() => this.#notSaved(browser));
    }
  }
}
