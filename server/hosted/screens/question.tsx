import { Fragment, type TargetedSubmitEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { tidy } from '../field-kind.js';
import { Assurance } from '../parts/assurance.js';
import { Choices } from '../parts/choices.js';
import { Field } from '../parts/field.js';
import { Alert } from '../parts/notice.js';
import { HEADING_ID, Page } from '../parts/page.js';
import {
  inOrder,
  MFA_ICONS,
  optionWords,
  questionHeading,
  refusals,
  refusedField,
  waitsForPresence,
} from '../question.js';
import type { HostedState } from '../session/state.js';
import type { PersonsAnswer } from '../session/submit.js';
import type { Trouble } from '../session/trouble.js';
import { useStrings } from '../strings/index.js';

interface Props {
  readonly state: HostedState;
  readonly trouble: Trouble | null;
  answer(answer: PersonsAnswer): Promise<void>;
}

/** Everything that the site offers at this point, on one screen. */
export function Question({ state, trouble, answer }: Props) {
  const strings = useStrings();
  const [busy, setBusy] = useState(false);
  const send = async (given: PersonsAnswer): Promise<void> => {
    setBusy(true);
    await answer(given);
    setBusy(false);
  };
  const hasFields = state.pending_fields.length > 0;
  const spokenElsewhere = state.website_error !== null && refusedField(state) === null;
  const groups = GROUPS.filter(({ pending }) => pending(state));
  return (
    <Page heading={questionHeading(state, strings)} domain={state.domain} takesFocus={!hasFields}>
      {spokenElsewhere && <Alert>{strings.field.siteSays(state.domain, state.website_error ?? '')}</Alert>}
      {trouble !== null && trouble !== 'gone' && trouble !== 'taken' && trouble !== 'done' && (
        <Alert>{strings.trouble[trouble]}</Alert>
      )}
      {waitsForPresence(state) && <p class="lead">{strings.question.beginAgainLead}</p>}
      {groups.map(({ name, Group }, index) => (
        <Fragment key={name}>
          {index > 0 && <p class="or">{strings.question.or}</p>}
          <Group state={state} busy={busy} send={send} />
        </Fragment>
      ))}
      {hasFields && <Assurance state={state} />}
    </Page>
  );
}

interface GroupProps {
  readonly state: HostedState;
  readonly busy: boolean;
  send(answer: PersonsAnswer): Promise<void>;
}

function Values({ state, busy, send }: GroupProps) {
  const strings = useStrings();
  const form = useRef<HTMLFormElement>(null);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const refused = refusals(state, strings);

  // Where the person has to go on; again whenever something turns out to be missing.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid=true], input, select')?.focus();
  }, [missing]);

  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (busy) return;
    const typed = new FormData(event.currentTarget);
    const values = state.pending_fields.map(
      (field) => [field, tidy(field, String(typed.get(field.name) ?? ''))] as const,
    );
    const unanswered = values.flatMap(([field, value]) => (field.required && value === '' ? [field.name] : []));
    setMissing(unanswered);
    if (unanswered.length > 0) return;
    // A field that may stay empty is left out: an empty value is nothing that could be typed.
    const given = values.filter(([, value]) => value !== '').map(([field, value]) => [field.name, value]);
    void send({ field_values: Object.fromEntries(given) });
  };

  return (
    <form ref={form} noValidate aria-labelledby={HEADING_ID} onSubmit={onSubmit}>
      {state.pending_fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          error={missing.includes(field.name) ? strings.field.required : (refused[field.name] ?? null)}
        />
      ))}
      <button type="submit" class="primary" aria-disabled={busy}>
        {busy ? strings.question.sending : strings.question.go}
      </button>
    </form>
  );
}

function SignInOptions({ state, busy, send }: GroupProps) {
  const strings = useStrings();
  const choices = state.sign_in_options.map((option) => ({
    key: option.id,
    ...optionWords(option, state, strings),
    icon: 'person' as const,
    choose: () => void send({ sign_in_option_id: option.id }),
  }));
  return <Choices label={strings.question.options} choices={choices} busy={busy} />;
}

function Factors({ state, busy, send }: GroupProps) {
  const strings = useStrings();
  const choices = inOrder(state.mfa_options).map(({ type, label, target, description }) => ({
    key: type,
    label: label === '' ? strings.mfa[type] : label,
    detail: target === null ? description : strings.question.sentTo(target),
    icon: MFA_ICONS[type],
    choose: () => void send({ selected_mfa_type: type }),
  }));
  return <Choices label={strings.question.factors} choices={choices} busy={busy} />;
}

function Providers({ state, busy, send }: GroupProps) {
  const strings = useStrings();
  const choices = state.pending_sso_buttons.map(({ label, provider, selector }) => ({
    key: selector,
    label: label === '' ? strings.question.continueWith(provider) : label,
    detail: null,
    icon: 'enter' as const,
    choose: () => void send({ sso_button: selector }),
  }));
  return <Choices label={strings.question.providers} choices={choices} busy={busy} />;
}

/** What a question can consist of, in the order in which it is shown. */
const GROUPS = [
  { name: 'values', Group: Values, pending: (state: HostedState) => state.pending_fields.length > 0 },
  { name: 'options', Group: SignInOptions, pending: (state: HostedState) => state.sign_in_options.length > 0 },
  { name: 'factors', Group: Factors, pending: (state: HostedState) => state.mfa_options.length > 0 },
  { name: 'providers', Group: Providers, pending: (state: HostedState) => state.pending_sso_buttons.length > 0 },
];
