import { randomUUID } from 'node:crypto';
import { namesTemporal } from '../../contract/stack-file.js';
import { MAX_SKEW_MS, skewOf } from '../../worker/clock.js';
import { connect } from '../../worker/connect.js';
import { readTemporal, type TemporalTarget } from '../../worker/temporal-environment.js';
import { findTools } from '../../worker/tools.js';
import { type Check, type Finding, ok, type Patient, problem } from './check.js';

function targetOf({ env, stack }: Patient): TemporalTarget | null {
  if (namesTemporal(env)) return readTemporal(env);
  if (stack === null) return null;
  return { connectionOptions: { address: stack.temporal_address }, namespace: stack.namespace };
}

export const checkTemporalProgram: Check = async ({ env }) => {
  if (namesTemporal(env)) return [ok('The environment names a Temporal: no program of our own is needed.')];
  const { temporal } = await findTools();
  return temporal === null
    ? [problem('There is no Temporal CLI on this machine.', 'Run `npm run setup`, or set TEMPORAL_CLI_PATH to it.')]
    : [ok(`Temporal CLI ${temporal.version} (${temporal.source})`)];
};

/** Whether it answers, has the namespace, and has the same time. */
export const checkTemporalServer: Check = async (patient) => {
  const target = targetOf(patient);
  if (target === null) return [ok('No stack runs; `agent-auth up` starts a Temporal of its own.')];
  const connected = await connect(target);
  try {
    const { address } = target.connectionOptions;
    const answers = ok(`Temporal answers at ${address}, and has the namespace ${connected.namespace}.`);
    return [answers, ...(await clockOf(connected))];
  } finally {
    await connected.connection.close().catch(() => undefined);
  }
};

async function clockOf(connected: Awaited<ReturnType<typeof connect>>): Promise<Finding[]> {
  const skew = await skewOf(connected, `doctor-${randomUUID()}`, Date.now).catch(() => null);
  if (skew === null) return [ok("How this clock compares with Temporal's can not be seen.")];
  const seconds = Math.round(skew / 1000);
  return Math.abs(skew) < MAX_SKEW_MS
    ? [ok(`This clock is that of Temporal, within ${Math.abs(seconds) + 1} s.`)]
    : [problem(`This clock is ${seconds} s ahead of that of Temporal.`, 'Keep both right by NTP.')];
}
