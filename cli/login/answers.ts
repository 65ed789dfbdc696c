import { z } from 'zod';
import type { AgentAuthInvocation, InvocationAnswer } from '../../client/index.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import type { Io } from '../terminal/io.js';
import { readJson } from '../terminal/read-json.js';

/** Values by the name of their field, and choices by their kind: what a person prepared, for as many questions as come. */
export type Answers = Readonly<Record<string, string>>;

const KINDS = ['sso_button', 'selected_mfa_type', 'sign_in_option_id'] as const;

const schema = z.union([
  z.strictObject({ field_values: z.record(z.string(), z.string()) }).transform(({ field_values }) => field_values),
  z.record(z.string(), z.string()),
]);

/**
 * Reads `--answers`: a JSON object of values by field name, or `{"field_values": {...}}`.
 * @throws AgentAuthError `invalid_input`
 */
export async function readAnswers(io: Io, source: string): Promise<Answers> {
  const answers = schema.safeParse(await readJson(io, source));
  if (!answers.success) throw new AgentAuthError('invalid_input', { file: source, expected: 'texts by field name' });
  return answers.data;
}

/** The one answer that a file holds: a choice where it names one, else its values. */
export function toAnswer(answers: Answers): InvocationAnswer {
  const kind = KINDS.find((name) => answers[name] !== undefined);
  if (!kind || Object.keys(answers).length > 1) return { field_values: answers };
  return { [kind]: answers[kind] } as InvocationAnswer;
}

const isOpen = (invocation: AgentAuthInvocation, kind: (typeof KINDS)[number]): boolean =>
  ({
    sso_button: invocation.pending_sso_buttons,
    selected_mfa_type: invocation.mfa_options,
    sign_in_option_id: invocation.sign_in_options,
  })[kind].length > 0;

/**
 * Answers questions from what was prepared; null where a person has to be asked. Each prepared answer is given once: what a site
 * refused is not given to it again.
 */
export function prepared(answers: Answers): (invocation: AgentAuthInvocation) => InvocationAnswer | null {
  const left = new Map(Object.entries(answers));
  const take = (name: string): string => {
    const value = left.get(name) as string;
    left.delete(name);
    return value;
  };
  return (invocation) => {
    const { pending_fields } = invocation;
    const known = pending_fields.filter(({ name }) => left.has(name));
    const complete = pending_fields.every(({ name, required }) => !required || left.has(name));
    if (known.length > 0 && complete)
      return { field_values: Object.fromEntries(known.map(({ name }) => [name, take(name)])) };
    const kind = KINDS.find((name) => left.has(name) && isOpen(invocation, name));
    return kind ? ({ [kind]: take(kind) } as InvocationAnswer) : null;
  };
}
