import type { FlowErrorCode, Outcome } from '../../../contract/index.js';
import type { LoginDeps } from '../deps.js';
import type { PageView } from '../discover/view.js';
import { leaveArtefact } from './artefact.js';
import type { Verdict } from './judge.js';
import type { Login } from './login.js';
import { toSeenPage } from './seen-page.js';

type Failure = Extract<Outcome, { kind: 'failed' }>;

/** A failure, with what it leaves to the operator. */
export async function failed(
  deps: LoginDeps,
  login: Login,
  code: FlowErrorCode,
  words: string | null,
): Promise<Failure> {
  return {
    kind: 'failed',
    code,
    website_error: words === null ? null : login.scrub.text(words),
    artefact: await leaveArtefact(deps, login),
  };
}

export const inputOutcome = (login: Login, view: PageView): Outcome => ({
  kind: 'input',
  page: toSeenPage(view, login.scrub),
});

/** What goes to the workflow of a verdict. */
export async function toOutcome(
  deps: LoginDeps,
  login: Login,
  verdict: Exclude<Verdict, { kind: 'unclear' }>,
  view: PageView,
): Promise<Outcome> {
  const { scrub } = login;
  switch (verdict.kind) {
    case 'input':
      return inputOutcome(login, view);
    case 'refused':
      return {
        kind: 'refused',
        fields: verdict.fields,
        website_error: verdict.words === null ? null : scrub.text(verdict.words),
        page: toSeenPage(view, scrub),
      };
    case 'authenticated':
      return { kind: 'authenticated', url: scrub.url(view.url) };
    case 'external_action':
      return { kind: 'external_action', message: scrub.text(verdict.words) };
    case 'failed':
      return failed(deps, login, verdict.code, verdict.words);
  }
}
