// One login, as a program and a person at its side would go through it.
import { setTimeout as sleep } from 'node:timers/promises';

/** `/words/` is a pattern, anything else a name. */
const asPattern = (text) => (/^\/.*\/$/s.test(text) ? new RegExp(text.slice(1, -1), 'i') : null);
const wordsOf = ({ name, label, hint, placeholder }) => [name, label, hint, placeholder].filter(Boolean).join(' ');
/** Whether a pending field is meant: by its name, or by words that it comes with. */
export const isMeant = (wanted, field) => asPattern(wanted)?.test(wordsOf(field)) ?? wanted === field.name;

const optionsOf = (state) => {
  const option = (answer, ...words) => ({ words: words.filter(Boolean).join(' '), answer });
  return [
    ...state.mfa_options.map((one) => option({ selected_mfa_type: one.type }, one.label, one.target, one.description)),
    ...state.sign_in_options.map((one) => option({ sign_in_option_id: one.id }, one.label, one.description)),
    ...state.pending_sso_buttons.map((one) => option({ sso_button: one.selector }, one.label)),
  ];
};

/** All that a person gets to read with a question. */
const sayings = (state) =>
  [
    ...state.pending_fields.flatMap((field) => [wordsOf(field), ...(field.options ?? []).map(({ label }) => label)]),
    ...optionsOf(state).map(({ words }) => words),
    state.website_error,
    state.external_action_message,
  ].filter(Boolean);

/** What the person of this run answers; null when they do not. Each answer and each choice is given once. */
function answerTo(state, { answers = {}, choose = [] }, given) {
  const take = (found) => {
    if (found !== undefined) given.add(found);
    return found;
  };
  const values = {};
  for (const { name, options, ...field } of state.pending_fields) {
    const key = take(Object.keys(answers).find((one) => !given.has(one) && isMeant(one, { name, ...field })));
    const choice = options?.find(({ label }) => choose.some((one) => asPattern(one).test(label)));
    const value = key === undefined ? choice?.value : answers[key];
    if (value !== undefined) values[name] = value;
  }
  const isWhole = state.pending_fields.every(({ name, required }) => !required || values[name] !== undefined);
  if (Object.keys(values).length > 0 && isWhole) return { field_values: values };
  const offers = (one) => optionsOf(state).find(({ words }) => asPattern(one).test(words));
  const wanted = take(choose.find((one) => !given.has(one) && offers(one) !== undefined));
  return wanted === undefined ? null : offers(wanted).answer;
}

/**
 * Starts a login and follows it to its end, or to a question that nobody answers.
 * @returns how it ended, what was asked and said on the way, and every state of it as text
 */
export async function logIn(auth, agent, run, { save_credential_as, withinMs }) {
  const { invocations } = auth.agents.auth;
  const begun = Date.now();
  const given = new Set();
  const refused = new Set();
  let answered = null;
  const came = { end: 'TIMEOUT', code: null, words: null, questions: [], landed: null, timeline: [], states: '' };
  const { invocation_id } = await invocations.create({ auth_agent_id: agent.id, save_credential_as });
  const note = (state) => {
    came.states += JSON.stringify(state);
    came.words = state.website_error ?? came.words;
    came.code = state.error_code;
    came.landed = state.post_login_url;
    came.timeline = state.timeline.map(({ invocation_id, ...event }) => event);
    for (const { event, fields = [] } of state.timeline)
      if (event === 'refused') for (const one of fields) refused.add(one);
    for (const { name, reason } of state.pending_fields) if (reason === 'rejected') refused.add(name);
  };
  const ask = (state) => came.questions.push({ fields: state.pending_fields, says: sayings(state) });
  /** Answers the state as an end, or undefined when the login goes on. */
  const goOn = async (state) => {
    if (state.status !== 'IN_PROGRESS') return state.status;
    if (state.step === 'awaiting_external_action') {
      ask(state);
      return 'EXTERNAL';
    }
    if (state.step !== 'awaiting_input' || state.question === answered) return undefined;
    answered = state.question;
    ask(state);
    const answer = answerTo(state, run, given);
    if (answer === null) return 'NEEDS_HUMAN';
    await invocations.submit(invocation_id, answer);
    return undefined;
  };
  try {
    for await (const state of invocations.follow(invocation_id, { signal: AbortSignal.timeout(withinMs) })) {
      note(state);
      const end = await goOn(state);
      if (end === undefined) continue;
      came.end = end;
      break;
    }
  } catch (error) {
    came.end = `BROKEN (${String(error).slice(0, 200)})`;
  }
  if (!['SUCCESS', 'FAILED', 'EXPIRED', 'CANCELED'].includes(came.end)) await cancel(invocations, invocation_id);
  if (came.code === 'credentials_invalid') refused.add('password');
  if (came.code === 'totp_rejected') refused.add('code');
  return { ...came, refused: [...refused], seconds: Math.round((Date.now() - begun) / 1000) };
}

/** Cancels a login and waits until it has ended, or the next one would join it. */
async function cancel(invocations, id) {
  await invocations.cancel(id).catch(() => {});
  try {
    const states = invocations.follow(id, { signal: AbortSignal.timeout(30_000) });
    for await (const { status } of states) if (status !== 'IN_PROGRESS') break;
  } catch {
    // It is gone, then.
  }
  await sleep(500);
}
