import type { Outcome, PageHandle, SaveResult, SeenPage } from '../../../contract/steps.js';
import { ANSWER, type Bench, inputOf } from './harness.js';

export const PASSWORD = 'a good passphrase';

/** What a login came to: its outcome, or what saving its session said. */
export type End = { readonly page: PageHandle; readonly came: Outcome | SaveResult };

/** Types a name and a password as the form asks for them, where there is no session yet, and saves the session where there seems to be one. */
export async function toTheEnd(b: Bench): Promise<End> {
  const { page, outcome } = await b.open();
  if (outcome.kind === 'authenticated') return saved(b, page, outcome);
  const seen = inputOf(outcome);
  const values = seen.fields.map(({ name, role }): [string, string] => [name, role === 'password' ? PASSWORD : 'ada']);
  const done = await b.fill(page, seen, Object.fromEntries(values));
  return saved(b, page, done as Outcome);
}

/** Goes on as a person who takes one of the answers. */
export async function choosing(b: Bench, page: PageHandle, seen: SeenPage, answer: RegExp): Promise<End> {
  const id = seen.sign_in_options.find(({ label }) => answer.test(label))?.id;
  if (id === undefined) throw new Error(`no such answer in ${JSON.stringify(seen.sign_in_options)}`);
  const choice = { sign_in_option: id };
  const next = await b.activities.chooseOption({ ...b.ref, page, signature: seen.signature, choice, answer: ANSWER });
  return saved(b, page, next as Outcome);
}

async function saved(b: Bench, page: PageHandle, outcome: Outcome): Promise<End> {
  if (outcome.kind !== 'authenticated') return { page, came: outcome };
  const result = await b.activities.saveSession({ ...b.ref, page });
  return { page, came: result.kind === 'step_left' ? result.outcome : result };
}
