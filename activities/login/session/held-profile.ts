import type { LivePage } from '../../browser/index.js';
import type { HoldState, ProfileHold } from '../../vault/types.js';
import type { LoginRoom } from '../context.js';

/**
 * Keeps a login's part of the profile, and its turn on the site, as long as its page is open. When another login wants one of them and this one
 * waits for a person, the page is closed: it is opened again with what the other one has made of the profile.
 */
export class HeldProfile {
  readonly #room: LoginRoom;
  readonly #hold: ProfileHold;
  readonly #timer: NodeJS.Timeout;
  #live: LivePage | null = null;

  constructor(room: LoginRoom, hold: ProfileHold) {
    this.#room = room;
    this.#hold = hold;
    this.#timer = setInterval(() => void this.#keep(), room.timeouts.holdMs).unref();
  }

  /** From now on it ends with this page. */
  endsWith(live: LivePage): void {
    this.#live = live;
    live.onClose(() => this.release());
  }

  /** A hold that can't be given back ends by itself. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    this.#room.vault.releaseItem(this.#hold);
    await this.#room.vault.releaseProfile(this.#hold).catch(() => undefined);
  }

  async #keep(): Promise<void> {
    // What is not kept once lasts until the next times.
    const state = await this.#room.vault.keepProfile(this.#hold).catch((): HoldState => 'held');
    const live = this.#live;
    if (live === null || state === 'held') return;
    if (state === 'lost' || (await isCheapToLeave(live))) await this.#room.pages.close(live.id);
  }
}

/** Whether its login waits for a person, and for no code that the site has sent for this very page. */
async function isCheapToLeave(live: LivePage): Promise<boolean> {
  await live.lookForPerson();
  return live.waitingSince !== null && live.costOfReopening < 2;
}
