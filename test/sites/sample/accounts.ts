import { randomUUID } from 'node:crypto';
import type { SampleUser } from './options.js';
import { checkCode } from './totp.js';

const WRONG_PASSWORDS_UNTIL_LOCKED = 3;

interface Account extends SampleUser {
  wrongPasswords: number;
  /** The newest time step that a code was accepted for; -1 before the first. */
  lastStep: number;
}

/** The site's members and their sessions, with the rules that a careful site has. */
export class Accounts {
  readonly #accounts: Map<string, Account>;
  readonly #sessions = new Map<string, { email: string; endsAt: number }>();
  readonly #sessionSeconds: number;
  readonly #locksOut: boolean;

  constructor(users: readonly SampleUser[], sessionSeconds: number, locksOut: boolean) {
    this.#accounts = new Map(users.map((user) => [user.email, { ...user, wrongPasswords: 0, lastStep: -1 }]));
    this.#sessionSeconds = sessionSeconds;
    this.#locksOut = locksOut;
  }

  knows(email: string): boolean {
    return this.#accounts.has(email);
  }

  judgePassword(email: string, password: string): 'right' | 'wrong' | 'locked' {
    const account = this.#accounts.get(email);
    if (account === undefined) return 'wrong';
    if (this.#locksOut && account.wrongPasswords >= WRONG_PASSWORDS_UNTIL_LOCKED) return 'locked';
    if (account.password === password) return 'right';
    account.wrongPasswords += 1;
    return 'wrong';
  }

  needsCode(email: string): boolean {
    return this.#accounts.get(email)?.totpSecret !== undefined;
  }

  /** A code counts once, and none counts that is older than one which was accepted (RFC 6238 §5.2). */
  judgeCode(email: string, code: string): 'right' | 'wrong' | 'reused' {
    const account = this.#accounts.get(email);
    if (account?.totpSecret === undefined) return 'wrong';
    const check = checkCode(account.totpSecret, code, Date.now(), account.totpPeriod);
    if (check === 'wrong') return 'wrong';
    if (check.step <= account.lastStep) return 'reused';
    account.lastStep = check.step;
    return 'right';
  }

  /** Opens a session; answers its id and its end in milliseconds since the epoch. */
  openSession(email: string): { id: string; endsAt: number } {
    const id = randomUUID();
    const endsAt = Date.now() + this.#sessionSeconds * 1000;
    this.#sessions.set(id, { email, endsAt });
    return { id, endsAt };
  }

  /** Who is logged in with this session id; undefined when the session is unknown or over. */
  sessionOwner(id: string | undefined): string | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    return session !== undefined && session.endsAt > Date.now() ? session.email : undefined;
  }

  closeSession(id: string | undefined): void {
    if (id !== undefined) this.#sessions.delete(id);
  }

  closeAllSessions(): void {
    this.#sessions.clear();
  }
}
