import { patched } from '@temporalio/workflow';
import type { HeardChange } from '../../contract/steps.js';
import { vault } from '../vault.js';

/** What an agent has yet to read in the vault, because somebody said that it has changed. Runs of earlier versions heard of nothing. */
export class VaultNews {
  #isTold = false;

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
