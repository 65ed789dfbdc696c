import type { Outcome } from '../../../contract/index.js';
import type { LoginDeps } from '../deps.js';
import { exportState } from './export-session.js';
import type { Login } from './login.js';

/** Writes down where a login stands after a step that may have moved it, for the case that its page is lost. */
export async function keepPlace(
  { vault }: LoginDeps,
  { live, ref, chosenForm }: Login,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === 'failed') return;
  const storage_state = await exportState(live.context);
  await vault.saveCheckpoint(ref, { storage_state, url: live.page.url(), chosen_form: chosenForm });
}
