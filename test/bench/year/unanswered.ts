/** An agent that can't log in without a person, and people who never answer, until somebody brings a session from elsewhere. */
import { EMAIL, startSite, TOTP_SECRET } from '../../support/scripted-site/site.js';
import { firstLogin, makeKeeper, stateOf } from './keeper.js';
import { dice } from './random.js';
import { time } from './runtime/clock.js';
import { keys } from './runtime/crypto.js';
import { ports } from './runtime/net.js';
import { world } from './runtime/world.js';
import { startStage } from './stage.js';

const ROUND_MS = 6 * 3_600_000;
const DAY_MS = 4 * ROUND_MS;
const PORT = 8003;

export interface Unanswered {
  /** Days from each question to the next. */
  readonly between: readonly number[];
  /** What the agent says while it waits for the next one. */
  readonly waiting: unknown;
  /** The same after a session was brought. */
  readonly after: unknown;
  /** Questions after that, in four weeks. */
  readonly more: number;
  readonly passwords: number;
}

export async function liveUnanswered(): Promise<Unanswered> {
  dice.begin(1);
  keys.begin(1);
  const site = await startSite(PORT);
  ports.set(PORT, site.port);
  const asked: number[] = [];
  const heard = { begun: () => undefined, needs: () => void asked.push(time()) };
  const stage = await startStage([site], { isVaultAway: () => false, isLost: () => false }, heard);
  const live = async (days: number): Promise<void> => {
    for (const until = time() + days * DAY_MS; time() < until; ) {
      await world.until(time() + ROUND_MS);
      await stage.round();
    }
  };
  try {
    const values = { email: EMAIL, password: site.password };
    await stage.admin('credentials.create', { name: 'shop', domain: site.host, values, totp_secret: TOTP_SECRET });
    const id = await makeKeeper(stage, site.host, 'one', 'shop');
    const show = async () => {
      const { reauth_wait } = await stage.admin('agents.retrieve', { id });
      return { status: stateOf(id).status, next_at: reauth_wait?.next_at ?? null, is_waiting: reauth_wait !== null };
    };
    await firstLogin(stage, id, 'shop');
    await live(1);
    await stage.admin('credentials.update', { id_or_name: 'shop', remove_value_keys: ['password'] });
    site.endSessions();
    // A week for each question; a day and a week lie between them.
    await live(36);
    const waiting = await show();
    const sid = site.newSession();
    const cookie = { name: 'sid', value: sid, domain: 'localhost', path: '/', expires: -1 } as const;
    const cookies = [{ ...cookie, httpOnly: true, secure: false, sameSite: 'Lax' as const }];
    await stage.admin('profiles.import', { name: 'one', domain: site.host, storage_state: { cookies, origins: [] } });
    await live(1);
    const after = await show();
    const before = asked.length;
    await live(28);
    const days = (ms: number): number => Math.round((ms / DAY_MS) * 10) / 10;
    return {
      between: asked.slice(1, before).map((at, n) => days(at - asked[n]!)),
      waiting,
      after,
      more: asked.length - before,
      passwords: site.counts.refused,
    };
  } finally {
    await stage.close();
    await site.close();
  }
}
