/**
 * The flows that the vendor documents, in the form in which users have them in their programs: create, start, poll every two seconds,
 * submit what is pending. Only the site and the person who answers come from outside.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kernel } from './sdks.js';

type State = Awaited<ReturnType<Kernel['agents']['auth']['invocations']['retrieve']>>;

/** What a person gives for a field. */
export type Person = (field: string) => string;

export interface Ended {
  readonly state: State;
  /** Names of the fields of each question, in order. */
  readonly asked: readonly (readonly string[])[];
}

/** The documented polling loop. */
export async function complete(kernel: Kernel, invocationId: string, person: Person): Promise<Ended> {
  const asked: string[][] = [];
  let state = await kernel.agents.auth.invocations.retrieve(invocationId);
  while (state.status === 'IN_PROGRESS') {
    if (state.step === 'awaiting_input' && state.pending_fields?.length) {
      asked.push(state.pending_fields.map((field) => field.name));
      const fieldValues = Object.fromEntries(state.pending_fields.map((field) => [field.name, person(field.name)]));
      await kernel.agents.auth.invocations.submit(invocationId, { field_values: fieldValues });
      // Polled on at once: the question that was just answered must not come back.
      state = await kernel.agents.auth.invocations.retrieve(invocationId);
      continue;
    }
    await sleep(2000);
    state = await kernel.agents.auth.invocations.retrieve(invocationId);
  }
  return { state, asked };
}

/** For flows that nobody has to watch. */
export const nobody: Person = (field) => {
  throw new Error(`nobody was to be asked for ${field}`);
};

export async function login(
  kernel: Kernel,
  wanted: { domain: string; profile_name: string; credential_name?: string; save_credential_as?: string },
  person: Person,
): Promise<Ended & { readonly agentId: string; readonly type: string }> {
  const { domain, profile_name, credential_name, save_credential_as } = wanted;
  const agent = await kernel.agents.auth.create({ domain, profile_name, credential_name });
  const invocation = await kernel.agents.auth.invocations.create({ auth_agent_id: agent.id, save_credential_as });
  const ended = await complete(kernel, invocation.invocation_id, person);
  return { ...ended, agentId: agent.id, type: invocation.type };
}
