import type { z } from 'zod';
import { answerInvalid } from './trouble.js';

/**
 * Reads JSON that a provider sent. What is not as it should be is not quoted: it can hold a value.
 * @throws AgentAuthError `provider_answer_invalid`
 */
export function readAnswer<T>(schema: z.ZodType<T>, text: string): T {
  if (text.trim() === '') throw answerInvalid('nothing');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw answerInvalid('not_json');
  }
  const read = schema.safeParse(json);
  if (!read.success) throw answerInvalid('unexpected');
  return read.data;
}
