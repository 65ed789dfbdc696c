import type { Session } from '../../../activities/login/session/export-session.js';
import type { CheckEnd, CheckVault } from '../../../activities/vault/check.js';
import type { WaysToLook } from '../../../activities/vault/probe.js';
import type { SaveProfile } from '../../../activities/vault/types.js';
import type { CheckedSession } from '../../../contract/agent/session-check.js';

/** The vault's part in looks at one session, in memory. */
export interface FakeChecks extends CheckVault {
  readonly session: Session;
  readonly ways: WaysToLook;
  readonly ends: CheckEnd[];
}

export function fakeChecks(saved: SaveProfile, domain: string): FakeChecks {
  let session: Session = { storage_state: saved.storage_state, session_storage: saved.session_storage };
  let ways: WaysToLook = { probe: null, ...saved.leads! };
  let inconclusive = 0;
  const ends: CheckEnd[] = [];
  const checked: CheckedSession = { has_session: true, verified: false, last_check: null, unavailable: null };
  return {
    get session() {
      return session;
    },
    get ways() {
      return ways;
    },
    ends,
    takeCheck: async ({ id, learns = false }) => ({
      kind: 'taken',
      checked,
      agent_id: id,
      domain,
      lease: 'chk_1',
      ways,
      session,
      version: 1,
      identity: saved.browser ?? null,
      proxy: null,
      led: saved.post_login_url,
      inconclusive,
      is_known: learns,
    }),
    async endCheck(end) {
      ends.push(end);
      session = end.session ?? session;
      ways = end.ways ?? ways;
      inconclusive = end.looked?.answer === 'inconclusive' ? inconclusive + 1 : 0;
      return { ...checked, verified: end.looked?.answer === 'in' };
    },
    dueChecks: async () => [],
    wantDue: async () => 0,
  };
}
