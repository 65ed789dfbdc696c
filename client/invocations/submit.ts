import { createHash } from 'node:crypto';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import { type Proof, sealEntitlement } from '../../contract/invocation/entitlement.js';
import type { InvocationState, SubmitMessage } from '../../contract/invocation/invocation.js';
import { invocation } from '../../contract/messages.js';
import { type PublishedKey, readPublishedKey } from '../../contract/sealing/published-key.js';
import { sealValues } from '../../contract/sealing/seal.js';
import type { Caller } from '../caller.js';
import { ask } from '../temporal/ask.js';
import { checkAnswer, type EntitledChoice, type InvocationAnswer, parseAnswer, type SealedAnswer } from './answer.js';
import { checkId, readState } from './read.js';
import { unlessEnded } from './retrieve.js';
import { withPlainNames, withSiteText } from './site-text.js';

/** An answer of which it may not be known yet what entitles to it. */
type Unentitled = Omit<SubmitMessage, 'entitlement'> & Partial<Pick<SubmitMessage, 'entitlement'>>;

/** An answer whose values, if it has any, were sealed elsewhere. */
const isSealedElsewhere = (answer: InvocationAnswer): answer is SealedAnswer | EntitledChoice => 'kid' in answer;

function toMessage(answer: SealedAnswer | EntitledChoice): Unentitled {
  if (!('sealed_values' in answer)) return answer;
  const { question, kid, sealed_values } = answer;
  return { question, kid, field_values: sealed_values };
}

/** The answer with its values sealed to the invocation's key. */
async function withSealedValues(
  state: InvocationState,
  key: PublishedKey,
  answer: InvocationAnswer,
): Promise<Unentitled> {
  if (isSealedElsewhere(answer)) return toMessage(answer);
  const { question } = state;
  const { kid } = key;
  if (!('field_values' in answer)) return { question, kid, ...answer };
  return { question, kid, field_values: await sealValues(answer.field_values, key, state) };
}

/** Makes the message of an answer. What was sealed elsewhere stays as it is, and says itself what entitles to it or gets that here. */
async function sealAnswer(
  caller: Caller,
  state: InvocationState,
  answer: InvocationAnswer,
  proof: Proof | null,
): Promise<SubmitMessage> {
  if (isSealedElsewhere(answer) && answer.entitlement !== undefined)
    return { ...toMessage(answer), entitlement: answer.entitlement };
  const { invocation_id, sealing_key } = state;
  if (sealing_key === null) throw new AgentAuthError('not_awaiting_input');
  const { pin, text } = await caller.accessKey();
  const key = await readPublishedKey(sealing_key, invocation_id, pin);
  const message = await withSealedValues(state, key, answer);
  if (message.kid !== key.kid) throw new AgentAuthError('wrong_key');
  const { question } = message;
  const entitlement = await sealEntitlement(proof ?? { access_key: text }, message, key, { invocation_id, question });
  return { ...message, entitlement };
}

/**
 * Names an answer, so that a repeat of it is the same update: its question, and a hash of the message as it is sent. Values are sealed in it
 * each time anew, so that the name, which stays in history, tells nothing about them. A choice is named after what entitles to it as well: nobody
 * else can guess that name and use it up.
 */
export function answerUpdateId(message: Unentitled): string {
  const { question, kid, field_values, sso_button, selected_mfa_type, sign_in_option_id, entitlement } = message;
  const values = field_values && Object.entries(field_values).sort(([one], [other]) => (one < other ? -1 : 1));
  const proof = values ? null : entitlement;
  const choice = [sso_button, selected_mfa_type, sign_in_option_id];
  const parts = [question, kid, values, ...choice, proof].map((part) => part ?? null);
  return `answer-${question}-${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
}

/** The question is no longer the one that was answered, if only because it was answered. */
const isLate = (error: unknown): boolean =>
  hasCode(error, 'submit_in_progress', 'not_awaiting_input', 'stale_step', 'invocation_ended', 'invocation_not_found');

/** Whether this very answer was accepted before. Temporal remembers the updates of a run, also of one that has closed. */
async function wasAccepted(caller: Caller, id: string, message: Unentitled): Promise<boolean> {
  const handle = caller.temporal.workflow.getHandle(id);
  try {
    await ask(caller, { absent: 'invocation_not_found' }, () =>
      handle.getUpdateHandle(answerUpdateId(message)).result(),
    );
    return true;
  } catch {
    return false;
  }
}

/** Runs the checks that refuse a late answer. An answer that was accepted before is accepted again, without effect. */
async function unlessRepeated(
  caller: Caller,
  id: string,
  message: Unentitled,
  run: () => Promise<unknown>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isLate(error) || !(await wasAccepted(caller, id, message))) throw error;
  }
}

/** Sends the message. Its update id makes every repeat the same update, whoever repeats it. */
const update = (
  caller: Caller,
  id: string,
  message: SubmitMessage,
  updateId = answerUpdateId(message),
): Promise<unknown> =>
  ask(caller, { absent: 'invocation_not_found' }, () =>
    caller.temporal.workflow.getHandle(id).executeUpdate(invocation.submit, { args: [message], updateId }),
  );

/** Fields, buttons and options have names for people, and names in plain, which Temporal shows: both can be answered by. */
function checkByEitherName(state: InvocationState, opened: InvocationState, answer: InvocationAnswer): void {
  try {
    checkAnswer(opened, answer);
  } catch (error) {
    if (!isAnswerTo(state, answer)) throw error;
  }
}

function isAnswerTo(state: InvocationState, answer: InvocationAnswer): boolean {
  try {
    checkAnswer(state, answer);
    return true;
  } catch {
    return false;
  }
}

async function prepare(
  caller: Caller,
  id: string,
  answer: InvocationAnswer,
  proof: Proof | null = null,
): Promise<SubmitMessage> {
  const state = await readState(caller, id);
  checkByEitherName(state, await withSiteText(caller, state), answer);
  return withPlainNames(caller, state, await sealAnswer(caller, state, answer, proof));
}

/**
 * Checks an answer against the question that is pending, and seals its values: for who may have to send it again.
 * @param proof what entitles to it; null for the caller's access key
 * @throws AgentAuthError as `submit`
 */
export const prepareAnswer = (
  caller: Caller,
  id: string,
  input: InvocationAnswer,
  proof: Proof | null = null,
): Promise<SubmitMessage> => unlessEnded(caller, id, () => prepare(caller, checkId(id), parseAnswer(input), proof));

/**
 * Sends an answer. However often a message is sent, the invocation takes it once, and each time is answered like the first.
 * @throws AgentAuthError as `submit`
 */
export const sendAnswer = (caller: Caller, id: string, message: SubmitMessage): Promise<void> =>
  unlessEnded(caller, id, () => unlessRepeated(caller, checkId(id), message, () => update(caller, id, message)));

/** What was sealed elsewhere makes the same message each time, so such an answer can be repeated after its question has passed. */
const sendSealed = (caller: Caller, id: string, answer: SealedAnswer | EntitledChoice): Promise<void> =>
  unlessRepeated(caller, id, toMessage(answer), async () =>
    // Named after what its sealer sent, by which a repeat is known once the question has passed.
    update(caller, id, await prepare(caller, id, answer), answerUpdateId(toMessage(answer))),
  );

/** See `Invocations.submit`. */
export async function submitAnswer(
  caller: Caller,
  id: string,
  input: InvocationAnswer,
): Promise<{ readonly accepted: true }> {
  const answer = parseAnswer(input);
  if (isSealedElsewhere(answer)) await unlessEnded(caller, id, () => sendSealed(caller, checkId(id), answer));
  else await sendAnswer(caller, id, await prepareAnswer(caller, id, answer));
  return { accepted: true };
}
