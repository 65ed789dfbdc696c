import type {
  AttemptState,
  Checkpoint,
  Grant,
  LoginVault,
  PrepareAttempt,
  SaveProfile,
  StoredProfile,
} from '../../../activities/vault/types.js';
import { totpAt } from './totp.js';

export interface FakeVault extends LoginVault {
  readonly saved: SaveProfile[];
  readonly attempts: Map<string, { state: AttemptState; refused: readonly string[] }>;
  /** Values that people gave, by their "sealed" text. */
  readonly given: Map<string, string>;
  readonly stored: Map<string, string>;
  readonly refused: Set<string>;
  revoke(attemptId: string): void;
  /** What `claimTotp` answers next instead of a code. */
  waitUntil: number | null;
  /** The code that `claimTotp` answers whatever the time, as the real vault never would. */
  fixedCode: string | null;
  checkpoint: Checkpoint | null;
  grant: Grant;
}

/** The vault's promises towards the login room, in memory. The real vault is tested in its own tier and in the server tier. */
export function fakeVault(
  domain: string,
  options: { totpSecret?: string; stored?: Record<string, string> } = {},
): FakeVault {
  let profile: StoredProfile | null = null;
  const vault: FakeVault = {
    saved: [],
    attempts: new Map(),
    given: new Map(),
    stored: new Map(Object.entries(options.stored ?? {})),
    refused: new Set(),
    waitUntil: null,
    fixedCode: null,
    checkpoint: null,
    grant: {
      agent_id: `agent_${domain}_p`,
      domain,
      profile_name: 'p',
      login_url: null,
      allowed_domains: [],
      stay_signed_in: true,
      credential: null,
    },
    revoke(attemptId) {
      vault.attempts.set(attemptId, { state: 'revoked', refused: [] });
    },
    grantOf: async () => vault.grant,
    openStored: async (_agent, key) => vault.stored.get(key) ?? '',
    openGiven: async ({ sealed }) => vault.given.get(sealed) ?? '',
    wasRefused: async (_agent, field, value) => vault.refused.has(`${field}=${value}`),
    async prepareAttempt({ attempt_id }: PrepareAttempt) {
      const known = vault.attempts.get(attempt_id);
      if (known !== undefined) return known.state;
      vault.attempts.set(attempt_id, { state: 'prepared', refused: [] });
      return 'prepared';
    },
    async armAttempt(attemptId) {
      const attempt = vault.attempts.get(attemptId);
      if (attempt?.state !== 'prepared') return false;
      attempt.state = 'armed';
      return true;
    },
    async judgeAttempt(attemptId, verdict) {
      vault.attempts.set(attemptId, { state: 'judged', refused: verdict.refused_fields });
    },
    async claimTotp(_agent, now) {
      if (vault.waitUntil !== null) return { kind: 'wait', until: vault.waitUntil };
      const code = vault.fixedCode ?? totpAt(options.totpSecret ?? '', now);
      return { kind: 'code', code, valid_until: now + 1 };
    },
    saveCheckpoint: async (_invocation, checkpoint) => {
      vault.checkpoint = checkpoint;
    },
    loadCheckpoint: async () => vault.checkpoint,
    loadProfile: async () => profile,
    async saveProfile(save) {
      vault.saved.push(save);
      const { storage_state, session_storage, post_login_url, session_expires_at } = save;
      profile = {
        storage_state,
        session_storage,
        version: (profile?.version ?? 0) + 1,
        facts: { post_login_url, session_expires_at },
      };
      return { version: profile.version };
    },
  };
  return vault;
}
