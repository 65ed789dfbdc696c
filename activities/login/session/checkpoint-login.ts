import type { Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { allLeftIn } from './export-session.js';

/** Writes down where a login stands after a step that may have moved it, for the case that its page is lost. */
export async function checkpointLogin(
  context: LoginContext,
  { live, ref, grant, chosenForm, provider, asked, profile }: Login,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === 'failed' || outcome.kind === 'forgotten') return;
  const left = await allLeftIn(context, live);
  context.note({ stage: 'session', rule: 'checkpoint', reason: 'done', facts: {} });
  await context.vault.saveCheckpoint(ref, {
    ...left,
    url: live.page.url(),
    chosen_form: chosenForm,
    provider,
    base_version: profile?.version ?? null,
    asked: asked.all,
    session: grant.session,
  });
}
