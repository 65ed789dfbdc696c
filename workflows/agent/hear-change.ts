import type { HeardChange } from '../../contract/steps.js';
import { patched } from '../patched.js';
import { vault } from '../vault.js';
import type { OwnRecord } from './own-record.js';
import { mayBeAnswered, sessionExpired, sessionKnown } from './record.js';
import { tellVaultChanged } from './tell-login.js';
import { mayGoOn } from './wait-out.js';

/** Whether a run that ends hands on what it has not read yet. Runs of earlier versions read on, however much came meanwhile. */
export const handsOnNews = (): boolean => patched('hands-on-news');

/** What an agent has yet to read in the vault, because somebody said that it has changed. Runs of earlier versions heard of nothing. */
export class VaultNews {
  #isTold: boolean;

  /** @param isTold what an earlier run has not read yet */
  constructor(isTold: boolean) {
    this.#isTold = isTold;
  }

  get any(): boolean {
    return this.#isTold;
  }

  note(): void {
    if (patched('vault-changed')) this.#isTold = true;
  }

  /**
   * Reads until there is nothing more. The vault forgets a change only once the agent has acted on it.
   * @param act what follows from it
   */
  async hear(id: string, act: (change: HeardChange) => Promise<void>): Promise<void> {
    this.#isTold = false;
    let heard: string | null = null;
    do {
      const change: HeardChange = await vault.hearChange({ id, heard });
      await act(change);
      heard = change.change;
    } while (heard !== null);
  }
}

/** The agent that hears. */
interface Hearer extends OwnRecord {
  /** Whether it knows something that the vault does not know yet. */
  owesIndex(): boolean;
  /** Reads in the vault whether a login has ended. */
  readEnd(invocation_id: string): Promise<void>;
  /** Begins a login that nobody asked for, where the vault lets it. */
  logIn(session_ended: boolean): Promise<void>;
  /** Its session works until the login has brought another one. What could stop that, the vault has looked at. */
  renewEarly(): Promise<void>;
  /** Tells workflows that there is a session. */
  reply(waiting: readonly string[]): void;
}

/** Forgets a session that the vault does not have any more, takes one that it has, and lets the login in progress look at what is stored. */
export async function actOn(
  { change, has_session, is_over, is_due, may_be_answered, renews, lost, session }: HeardChange,
  agent: Hearer,
): Promise<void> {
  const slot = (): string | null => agent.read().slot;
  const isIn = (): boolean => agent.read().state.status === 'AUTHENTICATED';
  agent.update(mayGoOn(agent.read(), Date.now()));
  const wasIn = isIn();
  if (!has_session) agent.update(sessionExpired(agent.read()));
  // Nobody has taken it away: the site has ended it. Only newer workers say so, so that older runs go on as before.
  if (wasIn && is_over === true) await agent.logIn(true);
  if (!wasIn && renews === true && slot() === null) await agent.logIn(false);
  if (may_be_answered === true) agent.update(mayBeAnswered(agent.read(), Date.now()));
  if (is_due === true) await agent.renewEarly();
  const inProgress = slot();
  if (lost !== undefined && inProgress !== null) await agent.readEnd(inProgress);
  if (lost === 'renew' && slot() === null && !isIn()) await agent.logIn(true);
  if (session !== undefined && !isIn() && slot() === null && !agent.owesIndex()) {
    agent.reply(agent.read().waiting);
    agent.update(sessionKnown(agent.read(), session));
  }
  const login = slot();
  if (change !== null && login !== null) await tellVaultChanged(login);
}
