import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import type { SubmitMessage } from '../../../contract/invocation/invocation.js';
import { type AnswerRequest, KeptAnswers } from '../../../server/invocations/kept-answers.js';

const SECRET = 'canary horse';
const REQUEST: AnswerRequest = {
  shown: 'Bearer a',
  invocationId: 'inv_1',
  body: { field_values: { password: SECRET } },
  isRepeat: false,
};

/** A login whose values are sealed each time anew. */
function login() {
  const answers = new KeptAnswers();
  const sent: SubmitMessage[] = [];
  const asking = { question: 1, error: null as AgentAuthError | null };
  let sealed = 0;
  const give = (more: Partial<AnswerRequest> = {}): Promise<void> =>
    answers.submit(
      { ...REQUEST, ...more },
      {
        question: async () => asking.question,
        prepare: async () => {
          if (asking.error) throw asking.error;
          sealed += 1;
          return {
            question: asking.question,
            kid: 'k',
            entitlement: 'e',
            field_values: { password: `sealed ${sealed}` },
          };
        },
        send: async (message) => void sent.push(message),
      },
    );
  return { answers, sent, asking, give };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a request that comes again', () => {
  it('is the same answer', async () => {
    const { sent, give } = login();
    await give();
    await give();
    expect(sent[1]).toEqual(sent[0]);
  });

  it('is the same answer while the first is being sealed', async () => {
    const { sent, give } = login();
    await Promise.all([give(), give(), give({ isRepeat: true })]);
    expect(new Set(sent.map((message) => message.field_values?.password))).toEqual(new Set(['sealed 1']));
  });

  it('is the same answer under the next question where the caller says so, else one to that question', async () => {
    const { sent, asking, give } = login();
    await give();
    asking.question = 2;
    await give({ isRepeat: true });
    expect(sent[1]).toEqual(sent[0]);
    await give();
    expect(sent[2]).toMatchObject({ question: 2, field_values: { password: 'sealed 2' } });
  });

  it.each<[string, Partial<AnswerRequest>]>([
    ['with another value', { body: { field_values: { password: 'other' } } }],
    ['of somebody else', { shown: 'Bearer b' }],
    ['for another login', { invocationId: 'inv_2' }],
  ])('is another answer %s, also where it is called a repeat', async (_, more) => {
    const { sent, give } = login();
    await give();
    await give({ ...more, isRepeat: true });
    expect(sent[1]).not.toEqual(sent[0]);
  });

  it('is another answer after a minute', async () => {
    const { sent, give } = login();
    await give();
    vi.advanceTimersByTime(60_001);
    await give({ isRepeat: true });
    expect(sent[1]).not.toEqual(sent[0]);
  });

  it('is checked again when it was refused', async () => {
    const { sent, asking, give } = login();
    asking.error = new AgentAuthError('not_awaiting_input');
    await expect(give()).rejects.toMatchObject({ code: 'not_awaiting_input' });
    asking.error = null;
    await give({ isRepeat: true });
    expect(sent).toHaveLength(1);
  });

  it('is another answer when too many came since', async () => {
    const { sent, give } = login();
    await give();
    for (let other = 0; other < 200; other += 1) await give({ invocationId: `inv_other_${other}` });
    await give({ isRepeat: true });
    expect(sent.at(-1)).not.toEqual(sent[0]);
  });

  it('is held by nothing when too many came since, or when it was refused', async () => {
    const { asking, give } = login();
    for (let other = 0; other < 300; other += 1) await give({ invocationId: `inv_other_${other}` });
    expect(vi.getTimerCount()).toBe(200);
    asking.question = 2;
    await give({ invocationId: 'inv_other_299' });
    asking.error = new AgentAuthError('not_awaiting_input');
    await expect(give()).rejects.toMatchObject({ code: 'not_awaiting_input' });
    expect(vi.getTimerCount()).toBeLessThanOrEqual(200);
    vi.advanceTimersByTime(60_001);
    expect(vi.getTimerCount()).toBe(0);
  });
});
