import { AgentAuthError } from '../../contract/errors/errors.js';
import type { StackFile } from '../../contract/machine/stack-file.js';
import type { Environment } from '../../worker/read-environment.js';

/** `warning`: works, and could be better. */
export type Verdict = 'ok' | 'warning' | 'problem';

export interface Finding {
  readonly verdict: Verdict;
  /** One sentence, without a secret. */
  readonly says: string;
  /** What to do, one sentence. */
  readonly next?: string;
}

/** What is looked at. */
export interface Patient {
  readonly env: Environment;
  readonly stateDir: string;
  /** The stack that runs on the state folder. */
  readonly stack: StackFile | null;
}

/** Looks at one thing, and changes nothing. What it throws is a problem. */
export type Check = (patient: Patient) => Promise<readonly Finding[]>;

export const ok = (says: string): Finding => ({ verdict: 'ok', says });
export const warning = (says: string, next: string): Finding => ({ verdict: 'warning', says, next });
export const problem = (says: string, next: string): Finding => ({ verdict: 'problem', says, next });

const plain = (value: unknown): string | null => {
  if (Array.isArray(value)) return value.map(String).join('; ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};

/** Details of our errors are names and numbers, never values. */
const detailsOf = ({ details }: AgentAuthError): string =>
  Object.entries(details)
    .map(([name, value]) => [name, plain(value)] as const)
    .flatMap(([name, text]) => (text === null ? [] : [`${name}: ${text}`]))
    .join(', ');

/** An error as a finding. The text of one that is not ours could quote a value. */
export function findingOf(error: unknown): Finding {
  if (!(error instanceof AgentAuthError)) return problem('The check itself failed.', 'See docs/operations.md.');
  const details = detailsOf(error);
  return problem(`${error.message} (${error.code}${details === '' ? '' : `; ${details}`})`, error.next);
}
