import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LivePage, type OpenLogin, Pages, type PagesOptions } from '../../../activities/browser/index.js';
import {
  type AbortReason,
  createLoginActivities,
  type LoginOptions,
  TIMEOUTS,
} from '../../../activities/login/index.js';
import type {
  BrowserActivities,
  FillResult,
  FillStep,
  GivenAnswer,
  LoginRef,
  OpenedLogin,
  Outcome,
  PageActivities,
  PageHandle,
  SeenPage,
  ValueSource,
} from '../../../contract/steps.js';
import { needTool } from '../../../worker/need-tool.js';
import { type FakeVault, fakeVault } from './fake-vault.js';
import { openedSteps, plain } from './opened.js';

/** Pages whose browser goes on: what a file has opened is closed, and the next file of the process opens more. */
class KeptPages extends Pages {
  readonly #opened = new Set<string>();

  override async open<T>(options: OpenLogin, step: (page: LivePage) => Promise<T>): Promise<T> {
    return super.open(options, (page) => {
      this.#opened.add(page.id);
      return step(page);
    });
  }

  override async closeAll(): Promise<void> {
    await Promise.all([...this.#opened].map((id) => this.close(id)));
    this.#opened.clear();
  }
}

/** Outlives the modules of a test file, and ends with the process that runs test files. */
const shared: typeof globalThis & { testPages?: Pages } = globalThis;

/** The pages that the test files of one process use in turn, in one Chromium. */
export async function testPages(): Promise<Pages> {
  shared.testPages ??= new KeptPages({ browser: await needTool('chromium') });
  return shared.testPages;
}

/** Pages in a Chromium of their own, which ends with them. */
export async function ownPages(options: Partial<PagesOptions> = {}): Promise<Pages> {
  return new Pages({ browser: await needTool('chromium'), ...options });
}

export interface Bench {
  readonly vault: FakeVault;
  /** With results as who may see the login reads them. */
  readonly activities: BrowserActivities & PageActivities;
  /** With results as they stand in history. */
  readonly sealed: BrowserActivities & PageActivities;
  readonly ref: LoginRef;
  readonly artefactDir: string;
  /** Tells whatever runs to stop. */
  abortWith(reason: AbortReason): void;
  open(): Promise<{ page: PageHandle; outcome: Outcome }>;
  /** Fills the page that is seen, with plain values given by a person. */
  fill(handle: PageHandle, seen: SeenPage, values: Record<string, string | ValueSource>): Promise<FillResult>;
  step(handle: PageHandle, seen: SeenPage, values: Record<string, string | ValueSource>): FillStep;
  clean(): void;
}

/** For pages that never offer anything, or never answer. */
export const QUICK = { ...TIMEOUTS, openMs: 5_000, settleMs: 3_000, signMs: 500, undecidedMs: 700 };

/** Gives the login a credential with values under these names. */
export function store(
  { vault }: Bench,
  value_keys: readonly string[],
  more: { readonly has_totp?: boolean } = {},
): void {
  const { domain } = vault.grant;
  const credential = {
    id: 'c',
    name: 'mine',
    domain,
    version: 1,
    sso_provider: null,
    value_keys,
    has_totp: false,
    ...more,
  };
  vault.grant = { ...vault.grant, credential };
}

/** An answer that somebody is entitled to give, as far as the fake vault can tell. */
export const ANSWER: GivenAnswer = { question: 1, kid: 'k', entitlement: 'sealed' };

let counter = 0;

/** The activities of a login on a fake vault. */
export function bench(
  pages: Pages,
  domain: string,
  options: Parameters<typeof fakeVault>[1] & { login?: Partial<LoginOptions>; profile?: string } = {},
): Bench {
  const vault = fakeVault(domain, options);
  const artefactDir = mkdtempSync(join(tmpdir(), 'agent-auth-artefacts-'));
  const abort = new AbortController();
  let abortReason: AbortReason = 'cancel';
  const sealed = createLoginActivities({
    vault,
    pages,
    taskQueue: 'pages-test',
    artefactDir,
    activity: () => ({ heartbeat() {}, signal: abort.signal, abortReason: () => abortReason }),
    ...options.login,
  });
  const activities = openedSteps(sealed, vault);
  counter += 1;
  const ref: LoginRef = {
    invocation_id: `inv_${String(counter).padStart(16, '0')}`,
    auth_agent_id: vault.grant.agent_id,
  };
  let fills = 0;
  const step: Bench['step'] = (page, seen, values) => {
    fills += 1;
    const sources = Object.entries(values).map(([seen, value]): [string, ValueSource] => {
      const field = plain(vault, seen);
      if (typeof value !== 'string') return [field, value];
      const sealed = `sealed-${counter}-${fills}-${field}`;
      vault.given.set(sealed, value);
      return [field, { from: 'given', sealed, field, ...ANSWER }];
    });
    const attempt_id = `${ref.invocation_id}:1:${fills}`;
    return { ...ref, page, signature: seen.signature, attempt_id, values: Object.fromEntries(sources) };
  };
  return {
    vault,
    activities,
    sealed,
    ref,
    artefactDir,
    abortWith(reason) {
      abortReason = reason;
      abort.abort();
    },
    step,
    open: async () => openedLogin(await activities.openLogin(ref)),
    fill: (page, seen, values) => activities.fillFields(step(page, seen, values)),
    clean: () => rmSync(artefactDir, { recursive: true, force: true }),
  };
}

/** A login that was opened; anything else fails the test. */
export function openedLogin(opened: Awaited<ReturnType<BrowserActivities['openLogin']>>): OpenedLogin {
  if (!('page' in opened)) throw new Error('another login uses the profile');
  return opened;
}

/** The page of an outcome that asks for input; anything else fails the test with what it was. */
export function inputOf(outcome: FillResult | Outcome): SeenPage {
  if (outcome.kind !== 'input') throw new Error(`expected input, got ${JSON.stringify(outcome)}`);
  return outcome.page;
}

export const fieldNames = (page: SeenPage): string[] => page.fields.map(({ name }) => name);
