import { freePort } from '../../worker/free-port.js';
import { type Check, type Finding, ok, problem, warning } from './check.js';

const HTTP_PORT = 7400;
const HIGHEST_PORT = 65_535;

async function portOf(variable: string, port: number, isGiven: boolean): Promise<Finding> {
  if ((await freePort(port)) === port) return ok(`Port ${port} is free.`);
  return isGiven
    ? problem(`Port ${port} is taken by another program.`, `Free it, or set another ${variable}.`)
    : warning(`Port ${port} is taken by another program.`, `Another one is used; set ${variable} for one that stays.`);
}

/** What a stack would listen on. One that runs has its ports. */
export const checkPorts: Check = async ({ env, stack }) => {
  if (stack !== null) return [ok(`The stack listens at ${stack.http_url ?? stack.temporal_address}.`)];
  const { AGENT_AUTH_HTTP_PORT: http, AGENT_AUTH_WORKER_PORT: worker } = env;
  const wanted = [
    ['AGENT_AUTH_HTTP_PORT', http ?? String(HTTP_PORT), http !== undefined],
    ...(worker === undefined ? [] : [['AGENT_AUTH_WORKER_PORT', worker, true] as const]),
  ] as const;
  // What is no port is found with the variables.
  const ports = wanted.filter(([, port]) => /^\d+$/.test(port) && Number(port) <= HIGHEST_PORT);
  return Promise.all(ports.map(([variable, port, isGiven]) => portOf(variable, Number(port), isGiven)));
};
