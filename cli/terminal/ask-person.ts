import type { AgentAuthInvocation, InvocationAnswer, PendingField } from '../../client/index.js';
import type { Io } from './io.js';

const REASONS = { missing: '', rejected: ' (refused before)', empty: ' (was empty)' } as const;

const question = ({ label, name, required, reason, options, hint }: PendingField): string => {
  const choices = options ? ` [${options.map((option) => option.value).join(' | ')}]` : '';
  const optional = required ? '' : ', optional';
  return `${label || name}${choices}${hint ? ` – ${hint}` : ''}${REASONS[reason]}${optional}`;
};

interface Choice {
  readonly label: string;
  readonly answer: InvocationAnswer;
}

const choicesOf = ({ pending_sso_buttons, mfa_options, sign_in_options }: AgentAuthInvocation): Choice[] => [
  ...pending_sso_buttons.map(({ label, selector }) => ({ label, answer: { sso_button: selector } })),
  ...mfa_options.map(({ label, target, type }) => ({
    label: target ? `${label} (${target})` : label,
    answer: { selected_mfa_type: type },
  })),
  ...sign_in_options.map(({ label, description, id }) => ({
    label: description ? `${label} (${description})` : label,
    answer: { sign_in_option_id: id },
  })),
];

async function choose(io: Io, choices: readonly Choice[], signal?: AbortSignal): Promise<InvocationAnswer | null> {
  for (const [index, { label }] of choices.entries()) io.err(`  ${index + 1}  ${label}`);
  for (;;) {
    const number = await io.askHidden('Number of your choice', signal);
    if (number === null) return null;
    const picked = choices[Number(number) - 1];
    if (picked) return picked.answer;
  }
}

async function askField(io: Io, field: PendingField, signal?: AbortSignal): Promise<string | null> {
  for (;;) {
    const value = await io.askHidden(question(field), signal);
    if (value !== '' || !field.required) return value;
  }
}

/** Asks for what an invocation waits for; what is typed is not shown. Null when the person gave up, or `signal` took it away. */
export async function askPerson(
  io: Io,
  invocation: AgentAuthInvocation,
  signal?: AbortSignal,
): Promise<InvocationAnswer | null> {
  const { pending_fields, website_error } = invocation;
  if (website_error) io.err(`  The site says: ${website_error}`);
  if (pending_fields.length === 0) return choose(io, choicesOf(invocation), signal);
  const values: Record<string, string> = {};
  for (const field of pending_fields) {
    const value = await askField(io, field, signal);
    if (value === null) return null;
    if (value !== '') values[field.name] = value;
  }
  return { field_values: values };
}
