/** A site of one account: what it is sent, and whether that should have been. Its browser side is a script. */

import type { ProofLeads } from '../../../activities/vault/probe.js';
import { generateCode, stepAt } from '../../../activities/vault/totp/generate.js';
import { parseTotp } from '../../../activities/vault/totp/parse.js';
import { listenOnLoopback } from '../../sites/sample/listen.js';

export const EMAIL = 'ada@example.com';
export const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const TOTP = parseTotp(TOTP_SECRET);
const DAY_MS = 86_400_000;

/** What happened that must not. */
export interface Violations {
  refusedAgain: number;
  codesAgain: number;
  atOnce: number;
  /** Most passwords in 24 hours that nobody was let in by: those the limit is of. */
  mostInADay: number;
}

export interface Site {
  readonly host: string;
  /** Where it listens. */
  readonly port: number;
  password: string;
  isDown: boolean;
  readonly violations: Violations;
  readonly counts: { logins: number; looks: number; refused: number };
  /** By which its sessions can be looked at. */
  leads(): ProofLeads;
  /** Of one submission at a time. @returns whether the site takes it */
  submitPassword(password: string, now: number): boolean;
  /** Its refusal has come through: from now on this password must not come again. One that was lost on its way nobody knows of. */
  tellRefused(password: string): void;
  submitCode(code: string, now: number): boolean;
  /** From a submission until its result is known. */
  during<T>(work: () => Promise<T>): Promise<T>;
  newSession(): string;
  isIn(sid: string): boolean;
  endSessions(): void;
  close(): Promise<void>;
}

/** Passwords of the last 24 hours that nobody was let in by. */
class Days {
  #at: number[] = [];

  add(now: number): number {
    this.#at = [...this.#at.filter((at) => at > now - DAY_MS), now];
    return this.#at.length;
  }

  /** The last one has let somebody in. */
  takeBack(): void {
    this.#at.pop();
  }
}

/** @param named the port that its address says; null: where it listens */
export async function startSite(named: number | null = null): Promise<Site> {
  const sessions = new Set<string>();
  const refused = new Set<string>();
  const steps = new Set<number>();
  const days = new Days();
  let onTheirWay = 0;
  const violations: Violations = { refusedAgain: 0, codesAgain: 0, atOnce: 0, mostInADay: 0 };
  const counts = { logins: 0, looks: 0, refused: 0 };
  const listener = await listenOnLoopback((request, response) => {
    counts.looks += 1;
    const sid = /sid=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const type = { 'content-type': 'text/html' };
    if (site.isDown) response.writeHead(503, type).end();
    else if (sessions.has(sid)) response.writeHead(200, type).end('<p>Ada Lovelace</p>');
    else response.writeHead(401, type).end('<p>Log in</p>');
  }, 0);
  const host = `localhost:${named ?? listener.port}`;
  const site: Site = {
    host,
    port: listener.port,
    password: 'password-0',
    isDown: false,
    violations,
    counts,
    leads: () => ({
      requests: [{ url: `http://${host}/me`, type: 'document', values: [], marked: false }],
      page: { address: `http://${host}/home`, salt: 's', member: [], stranger: [] },
      old_cookies: [],
      changes: false,
    }),
    submitPassword(password, now) {
      violations.mostInADay = Math.max(violations.mostInADay, days.add(now));
      if (refused.has(password)) violations.refusedAgain += 1;
      if (password === site.password) return true;
      counts.refused += 1;
      return false;
    },
    tellRefused: (password) => void refused.add(password),
    submitCode(code, now) {
      const step = [0, -1, 1].map((by) => stepAt(TOTP, now) + by).find((each) => generateCode(TOTP, each) === code);
      if (step === undefined) return false;
      if (steps.has(step)) violations.codesAgain += 1;
      steps.add(step);
      return true;
    },
    async during(work) {
      onTheirWay += 1;
      if (onTheirWay > 1) violations.atOnce += 1;
      try {
        return await work();
      } finally {
        onTheirWay -= 1;
      }
    },
    newSession() {
      days.takeBack();
      counts.logins += 1;
      const sid = `s${counts.logins}`;
      sessions.add(sid);
      return sid;
    },
    isIn: (sid) => sessions.has(sid),
    endSessions: () => sessions.clear(),
    close: () => listener.close(),
  };
  return site;
}
