import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { answerError } from '../../../server/http/answer-error.js';

const answerTo = async (error: unknown): Promise<string | null> => {
  const app = new Hono();
  app.get('/', () => {
    throw error;
  });
  app.onError((thrown, context) => answerError(context, thrown));
  return (await app.request('/')).headers.get('retry-after');
};

it('an error that ends by itself says when, in seconds', async () => {
  const until = new Date(Date.now() + 90_500).toISOString();
  const stopped = { why: 'circuit_open', until };
  expect(Number(await answerTo(new AgentAuthError('max_attempts_reached', stopped)))).toBeGreaterThanOrEqual(90);
  expect(await answerTo(new AgentAuthError('max_attempts_reached', { why: 'unknown', until: null }))).toBeNull();
  expect(
    await answerTo(new AgentAuthError('max_attempts_reached', { ...stopped, until: '2020-01-01T00:00:00Z' })),
  ).toBeNull();
  expect(await answerTo(new Error('until'))).toBeNull();
});
