import type { AttemptSecret } from '../../../activities/vault/submission.js';
import type {
  AskedQuestion,
  AttemptState,
  Checkpoint,
  Clearance,
  Consent,
  Grant,
  HoldState,
  LearnedRecipe,
  LoginVault,
  PrepareAttempt,
  SaveProfile,
  StoredProfile,
} from '../../../activities/vault/types.js';
import type { AgentProxy } from '../../../contract/address/proxy.js';
import { AgentAuthError, type TraceEntry } from '../../../contract/index.js';
import { isSignInService, sendToAnswer } from '../../../contract/invocation/send-to.js';
import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import { totpAt } from './totp.js';

const STEP_MS = 30_000;

/** What texts of sites are sealed with. */
export const VIEW_KEY = Buffer.alloc(32, 7).toString('base64url');

export interface FakeVault extends LoginVault {
  readonly saved: SaveProfile[];
  readonly attempts: Map<string, { state: AttemptState; refused: readonly string[] }>;
  /** Values that people gave, by their "sealed" text. */
  readonly given: Map<string, string>;
  readonly stored: Map<string, string>;
  readonly refused: Set<string>;
  /** Which page asked each question. */
  readonly asked: Map<number, AskedQuestion>;
  /** What people allowed. */
  readonly consents: Consent[];
  /** Whether somebody is there to be asked. */
  attended: boolean;
  revoke(attemptId: string): void;
  /** Time steps that were handed out. Emptied, the next one has come. */
  readonly usedSteps: Set<number>;
  /** What `claimTotp` answers next instead of a code. */
  waitUntil: number | null;
  /** The code that `claimTotp` answers whatever the time, as the real vault never would. */
  fixedCode: string | null;
  /** What the ledger says instead of going along. */
  clearance: Clearance | null;
  /** One for each choice of a person. */
  readonly choices: true[];
  checkpoint: Checkpoint | null;
  /** What the site calls `field_1`, `field_2`. */
  readonly fieldNames: string[];
  readonly pictures: Uint8Array[];
  /** Whether another login uses the profile. */
  inUse: boolean;
  /** Whether as many logins as may are on the site. */
  siteIsFull: () => boolean;
  /** Each time that the profile was asked for, whether a person had just answered. */
  readonly watched: boolean[];
  /** What the vault says of the hold of a login. */
  hold: HoldState;
  /** How the site calls the account, as the last login that typed a secret has learned. */
  labels: readonly string[];
  /** Holds that were given back. */
  readonly released: string[];
  /** How often a login asked to begin again. */
  begunAgain: number;
  renews: boolean;
  /** What the logins of the agent learned, oldest first; null where it was forgotten. */
  readonly learned: (LearnedRecipe | null)[];
  /** What the engine decided, oldest first. */
  readonly trace: TraceEntry[];
  grant: Grant;
  /** What the login goes out by. */
  proxy: AgentProxy | null;
  /** What sites asked to wait, in ms. */
  readonly retryAfter: number[];
}

/**
 * The vault's promises towards the login room, in memory; `vault.test.ts` holds it against the real one. It hands out codes in the last
 * seconds of a time step too, which the real one waits out: tests don't wait.
 */
export function fakeVault(
  domain: string,
  options: { totpSecret?: string; stored?: Record<string, string> } = {},
): FakeVault {
  let profile: StoredProfile | null = null;
  const typed = new Map<string, readonly AttemptSecret[]>();
  const vault: FakeVault = {
    saved: [],
    attempts: new Map(),
    given: new Map(),
    stored: new Map(Object.entries(options.stored ?? {})),
    refused: new Set(),
    asked: new Map(),
    consents: [],
    attended: true,
    usedSteps: new Set(),
    waitUntil: null,
    fixedCode: null,
    clearance: null,
    choices: [],
    checkpoint: null,
    fieldNames: [],
    pictures: [],
    inUse: false,
    siteIsFull: () => false,
    watched: [],
    begunAgain: 0,
    renews: false,
    hold: 'held',
    labels: [],
    released: [],
    learned: [],
    trace: [],
    proxy: null,
    retryAfter: [],
    grant: {
      agent_id: `agent_${domain}_p`,
      domain,
      profile_name: 'p',
      login_url: null,
      allowed_domains: [],
      send_to: [],
      stay_signed_in: true,
      proxy_version: null,
      single_visit: false,
      session: 0,
      credential: null,
    },
    revoke(attemptId) {
      vault.attempts.set(attemptId, { state: 'revoked', refused: [] });
    },
    grantOf: async () => vault.grant,
    grantFor: async () => vault.grant,
    async noteRetryAfter(_, wait) {
      vault.retryAfter.push(wait);
    },
    openProxy: async () => vault.proxy,
    readItem: async () => ({ kind: 'none' }),
    chooseItem: async () => 'not_asked',
    lookForChanges: async () => {},
    providerCalls: () => [],
    releaseItem: () => {},
    hasSession: async () => profile !== null,
    isPaused: async () => false,
    async openStored(_agent, key) {
      const value = vault.stored.get(key);
      if (value === undefined) throw new AgentAuthError('unknown_field');
      return value;
    },
    openGiven: async ({ sealed, entitlement }) => {
      if (entitlement === undefined) throw new AgentAuthError('not_entitled');
      return vault.given.get(sealed) ?? '';
    },
    knownTo: async () => ({
      values: [...vault.stored.values(), ...vault.given.values()],
      identifiers: Object.fromEntries([...vault.stored].filter(([key]) => isIdentifier(key))),
      typed: [...vault.attempts.values()].some(({ state }) => state === 'armed' || state === 'judged'),
      begun_again: vault.begunAgain > 0,
      renews: vault.renews,
      view_key: VIEW_KEY,
      names: vault.fieldNames,
    }),
    keepPicture: async (_ref, jpeg) => vault.pictures.push(jpeg) > 0,
    async nameFields(_ref, slugs) {
      vault.fieldNames.push(...slugs.filter((slug) => !vault.fieldNames.includes(slug)));
      return vault.fieldNames;
    },
    async noteAsked(_ref, asked) {
      vault.asked.set(asked.question, asked);
    },
    async askedAt(_ref, question, here) {
      return vault.asked.get(question)?.site ?? here;
    },
    mayChoose: async ({ entitlement }) => entitlement !== undefined,
    consentsOf: async () => vault.consents,
    async rememberConsent({ entitlement }, consents) {
      if (entitlement !== undefined) vault.consents.push(...consents);
      return entitlement !== undefined;
    },
    askSendTo: async (_ref, host) => vault.attended && isSignInService(host) && !vault.grant.send_to.includes(host),
    async decideSendTo({ entitlement, choice }) {
      const answer = 'sign_in_option' in choice ? sendToAnswer(choice.sign_in_option) : null;
      if (answer === null) return 'not_asked';
      if (entitlement === undefined) return 'not_entitled';
      if (!answer.allows) return 'denied';
      vault.grant = { ...vault.grant, send_to: [...new Set([...vault.grant.send_to, answer.host])] };
      return 'allowed';
    },
    wasRefused: async (_agent, field, value) => vault.refused.has(`${field}=${value}`),
    async prepareAttempt({ attempt_id, secrets }: PrepareAttempt) {
      const known = vault.attempts.get(attempt_id);
      if (known !== undefined) return known.state;
      vault.attempts.set(attempt_id, { state: 'prepared', refused: [] });
      typed.set(attempt_id, secrets);
      return 'prepared';
    },
    clearAttempt: async () => vault.clearance ?? { kind: 'clear' },
    releaseAttempt: async () => {},
    noteChoice: async () => void vault.choices.push(true),
    async armAttempt({ attempt_id }) {
      const attempt = vault.attempts.get(attempt_id);
      if (attempt?.state !== 'prepared') return false;
      attempt.state = 'armed';
      return true;
    },
    async judgeAttempt({ attempt_id }, { refused_fields }) {
      if (vault.attempts.get(attempt_id)?.state !== 'armed') return;
      vault.attempts.set(attempt_id, { state: 'judged', refused: refused_fields });
      for (const { field, value } of typed.get(attempt_id) ?? [])
        if (refused_fields.includes(field)) vault.refused.add(`${field}=${value}`);
    },
    async claimTotp(_agent, now) {
      if (vault.waitUntil !== null) return { kind: 'wait', until: vault.waitUntil };
      const step = Math.floor(now / STEP_MS);
      const next = (step + 1) * STEP_MS;
      if (vault.fixedCode !== null) return { kind: 'code', code: vault.fixedCode, valid_until: next };
      if (vault.usedSteps.has(step)) return { kind: 'wait', until: next };
      vault.usedSteps.add(step);
      return { kind: 'code', code: totpAt(options.totpSecret ?? '', now), valid_until: next };
    },
    saveCheckpoint: async (_invocation, checkpoint) => {
      vault.checkpoint = checkpoint;
    },
    async beginAgain() {
      vault.begunAgain += 1;
      if (vault.begunAgain > 1) return false;
      vault.checkpoint = null;
      return true;
    },
    loadCheckpoint: async () => vault.checkpoint,
    async loadProfile(ref, isWatched = false) {
      vault.watched.push(isWatched);
      if (vault.inUse) return { kind: 'in_use' };
      if (vault.siteIsFull()) return { kind: 'site_full', ask_again_ms: 2_000 };
      const account_labels = vault.labels;
      return { kind: 'loaded', profile: profile && { ...profile, account_labels }, hold: { ...ref, opening: 'o' } };
    },
    keepProfile: async () => vault.hold,
    releaseProfile: async ({ opening }) => void vault.released.push(opening),
    ownSession: async (_ref, session) => ({ session, others: 0 }),
    noteSingleVisit: async () => {
      vault.grant = { ...vault.grant, single_visit: true };
    },
    learnedRecipe: async () => vault.learned.at(-1) ?? null,
    learnRecipe: async (_agent, recipe) => void vault.learned.push(recipe),
    forgetRecipe: async () => void vault.learned.push(null),
    appendTrace: async (_ref, entries) => void vault.trace.push(...entries),
    async disownSession() {
      profile = null;
    },
    async saveProfile(save) {
      vault.saved.push(save);
      vault.labels = save.account_labels ?? vault.labels;
      const { storage_state, session_storage, post_login_url, session_expires_at } = save;
      profile = {
        storage_state,
        session_storage,
        version: (profile?.version ?? 0) + 1,
        facts: { post_login_url, session_expires_at },
        browser: profile?.browser ?? save.browser ?? null,
      };
      return { version: profile.version };
    },
  };
  return vault;
}
