/** An agent whose session lives on a clock that tests move: logins, looks at it, and what its keeper wants. */
import type { Probe } from '../../../activities/vault/probe.js';
import { newLease } from '../../../client/new-base.js';
import type { AgentRecord } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import { type Account, HOUR, makeAgent, start } from './account.js';
import { cookie, saving } from './profile.js';
import { closing, load, type TestVault } from './vault.js';

const URL_OF_PROBE = 'https://example.com/me';
const PROBE: Probe = {
  request: { url: URL_OF_PROBE, type: 'document', values: [], marked: false },
  salt: 's',
  member: { status: 200, location: null, type: 'text/html', parts: [] },
  stranger: { status: 401, location: null, type: 'text/html', parts: [] },
};

/** So many ends after some hours, seen an hour later, are hardly chance. */
export const ALIKE = 4;

export class Keeper {
  #logins = 0;

  constructor(
    readonly t: TestVault,
    readonly account: Account,
  ) {}

  get id(): string {
    return this.account.agent;
  }

  /** A login, its secret typed unless said otherwise, that ends in a session. */
  async logIn({
    typed = true,
    ends = null,
    probe = PROBE,
    changes = false,
    confirmed = false,
    gives = null,
  }: {
    readonly typed?: boolean;
    readonly ends?: number | null;
    readonly probe?: Probe | null;
    /** Whether the site changes the session when it is used. */
    readonly changes?: boolean;
    /** Somebody had to confirm it elsewhere. */
    readonly confirmed?: boolean;
    /** Field that a person had to fill. */
    readonly gives?: string | null;
  } = {}): Promise<void> {
    const { vault, clock } = this.t;
    clock.now += 1_000;
    const ref = await this.account.begin();
    const { hold, profile } = await load(vault, ref);
    if (gives !== null) await this.#give(ref, gives);
    else if (typed) await this.account.send(ref, { outcome: 'accepted' });
    if (confirmed) await vault.noteNeedsHuman({ ...ref, question: 1, waits_for: 'external_action', fields: [] });
    this.#logins += 1;
    const storage_state = { cookies: [cookie('sid', `${this.#logins}`)], origins: [] };
    const page = { address: 'https://example.com/', salt: 's', member: [], stranger: [] };
    const leads = probe && { requests: [probe.request], page, old_cookies: null, changes };
    const session_expires_at = ends === null ? null : new Date(clock.now + ends).toISOString();
    await vault.saveProfile(saving(hold, profile, { storage_state, session_expires_at, leads }));
    await vault.closeInvocation(closing(ref));
  }

  async #give(ref: LoginRef, field: string): Promise<void> {
    const { vault } = this.t;
    const attempt = { ...ref, attempt_id: `${ref.invocation_id}:given` };
    const secrets = [
      { field: 'email', value: 'ada@example.com', from: 'stored', key: 'email' },
      { field, value: '123456', from: 'given', question: 1 },
    ] as const;
    await vault.prepareAttempt({ ...attempt, secrets });
    const address = 'https://login.example.com/';
    await vault.clearAttempt(attempt, { address, secrets, identifiers: ['email'], codes: [], totp_field: null });
    await vault.armAttempt(attempt);
    await vault.judgeAttempt(attempt, { outcome: 'accepted', refused_fields: [] });
  }

  /** A look at the session now; null where there is none to be had. */
  async look(answer: 'in' | 'out'): Promise<boolean | null> {
    const { vault, clock } = this.t;
    clock.now += 1;
    const taken = await vault.takeCheck({ id: this.id, max_age_seconds: 0 }, clock.now);
    if (taken.kind !== 'taken') return null;
    const { lease, version } = taken;
    const why = answer === 'in' ? 'as_member' : 'as_stranger';
    const end = {
      agent_id: this.id,
      lease,
      version,
      looked: { answer, why, by: 'probe' },
      ways: null,
      session: null,
    } as const;
    return (await vault.endCheck(end)).has_session;
  }

  /** Time goes by, with a look after each hour. */
  async live(hours: number): Promise<void> {
    for (let n = 0; n < hours; n += 1) {
      this.t.clock.now += HOUR;
      await this.look('in');
    }
  }

  /** A session that lives for so many hours, and is found to be over an hour later. */
  async die(hours: number): Promise<void> {
    await this.live(hours);
    this.t.clock.now += HOUR;
    await this.look('out');
  }

  /** Sessions of one age, until that is known. */
  async dieAlike(hours: number, login: Parameters<Keeper['logIn']>[0] = {}): Promise<void> {
    for (let n = 0; n < ALIKE; n += 1) {
      await this.logIn(login);
      await this.die(hours);
    }
  }

  show(): Promise<AgentRecord> {
    return this.t.admin('agents.retrieve', { id: this.id });
  }

  /** Whether its keeper wants a login now, as its workflow hears it. */
  async isWanted(): Promise<boolean> {
    await this.t.vault.wantDue();
    const { is_due = false } = await this.t.vault.hearChange({ id: this.id, heard: null }, this.id);
    return is_due;
  }

  update(change: object): Promise<AgentRecord> {
    return this.t.admin('agents.update', { id: this.id, ...change });
  }

  /** The session is handed out, in use for so many seconds. */
  async lend(lease_seconds: number): Promise<string> {
    const lease = newLease(lease_seconds);
    await this.t.admin('profiles.session', { id_or_name: 'one', domain: 'example.com', lease });
    return lease.id;
  }
}

export async function startKeeper(credential: Parameters<typeof start>[0] = {}): Promise<Keeper> {
  const { t, account } = await start(credential);
  return new Keeper(t, account);
}

/** Another agent of the same vault. */
export const another = async ({ t }: Keeper, profile: string, credential: string, domain?: string): Promise<Keeper> =>
  new Keeper(t, await makeAgent(t, profile, credential, domain));
