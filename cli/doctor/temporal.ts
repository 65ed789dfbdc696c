import { randomUUID } from 'node:crypto';
import { namesTemporal } from '../../contract/machine/stack-file.js';
import { MAX_SKEW_MS, skewOf, WORTH_A_WARNING_MS } from '../../worker/clock.js';
import { connect } from '../../worker/connect.js';
import { readTemporal, type TemporalTarget } from '../../worker/temporal-environment.js';
import { findTools } from '../../worker/tools.js';
import { type Check, type Finding, ok, type Patient, problem, warning } from './check.js';
import { unusedVariable } from './unused-variable.js';

function targetOf({ env, stack }: Patient): TemporalTarget | null {
  if (namesTemporal(env)) return readTemporal(env);
  if (stack === null) return null;
  return { connectionOptions: { address: stack.temporal_address }, namespace: stack.namespace };
}

export const checkTemporalProgram: Check = async ({ env }) => {
  if (namesTemporal(env)) return [ok('The environment names a Temporal: no program of our own is needed.')];
  const { temporal } = await findTools();
  if (temporal === null)
    return [
      problem('There is no Temporal CLI on this machine.', 'Run `npm run setup`, or set TEMPORAL_CLI_PATH to it.'),
    ];
  const found = ok(`Temporal CLI ${temporal.version} (${temporal.source})`);
  return [found, ...unusedVariable('TEMPORAL_CLI_PATH', env, temporal)];
};

/** Whether it answers, has the namespace, and has the same time. */
export const checkTemporalServer: Check = async (patient) => {
  const target = targetOf(patient);
  if (target === null) return [ok('No stack runs; `agent-auth up` starts a Temporal of its own.')];
  const connected = await connect(target);
  try {
    const { address } = target.connectionOptions;
    const answers = ok(`Temporal answers at ${address}, and has the namespace ${connected.namespace}.`);
    const skew = await skewOf(connected, `doctor-${randomUUID()}`, Date.now).catch(() => null);
    return [answers, judgeClock(skew)];
  } finally {
    await connected.connection.close().catch(() => undefined);
  }
};

/** @param skew how far this clock is ahead, in ms; null where that can't be seen */
export function judgeClock(skew: number | null): Finding {
  if (skew === null) return ok("This clock could not be compared with Temporal's.");
  const off = Math.abs(skew);
  const seconds = Math.round(off / 1000);
  if (off < WORTH_A_WARNING_MS) return ok(`This clock is that of Temporal, within ${seconds + 1} s.`);
  const says = `This clock is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} that of Temporal.`;
  return off < MAX_SKEW_MS
    ? warning(says, 'Keep both right by NTP: from 30 s on no worker starts, and one-time codes would be wrong.')
    : problem(says, 'Keep both right by NTP: one-time codes would be wrong, and no worker starts like this.');
}
