import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';

/**
 * Tells the vault which page asks, if a person is asked after this step: what they answer is for that site.
 * @param question number that the next question will have; undefined in steps of older versions, whose answers count where they are used first
 */
export async function noteQuestion(context: LoginContext, login: Login, question: number | undefined): Promise<void> {
  const { asking, ref } = login;
  if (question === undefined || asking === null) return;
  const told = `${question} ${asking.site} ${asking.provider}`;
  if (told === login.told) return;
  await context.vault.noteAsked(ref, { question, ...asking });
  login.told = told;
}
