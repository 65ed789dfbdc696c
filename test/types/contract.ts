/** What programs without the library may write, held by compiling: nothing here is run. */

// @ts-expect-error what workflows ask of activities is nobody else's
import type { FillStep } from '../../contract/index.js';
import { agentId, messages, type SubmitMessage, type VaultOperations } from '../../contract/index.js';

export type Internal = FillStep;
export const id: string = agentId('example.com', 'work');
export const create: VaultOperations['credentials.create'][0] = { name: 'a', domain: 'example.com', values: {} };
export const answer: SubmitMessage = { question: 1, kid: 'ik_1', entitlement: 'eyJ', sso_button: 'google' };
// @ts-expect-error what entitles to it is part of it
export const unentitled: SubmitMessage = { question: 1, kid: 'ik_1', sso_button: 'google' };
export const update: string = messages.invocation.submit.name;
// @ts-expect-error the values are part of it
export const incomplete: VaultOperations['credentials.create'][0] = { name: 'a', domain: 'example.com' };
