import { condition } from '@temporalio/workflow';
import type { Change } from '../../contract/messages.js';

/**
 * Handler of `waitForChange`: held until the state is newer than what the caller knows. No timer, so that a long wait costs
 * nothing; a run that is about to be replaced answers `again`.
 */
export const changeFeed =
  <State extends { readonly version: number }>(read: () => State, draining: () => boolean) =>
  async (since: number): Promise<Change<State>> => {
    await condition(() => draining() || read().version > since);
    return read().version > since ? { again: false, state: read() } : { again: true };
  };
