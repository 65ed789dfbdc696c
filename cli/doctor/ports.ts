import { freePort } from '../../worker/free-port.js';
import { type Check, type Finding, ok, problem, warning } from './check.js';

const HTTP_PORT = 7400;

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
  const wanted = [portOf('AGENT_AUTH_HTTP_PORT', Number(http ?? HTTP_PORT), http !== undefined)];
  if (worker !== undefined) wanted.push(portOf('AGENT_AUTH_WORKER_PORT', Number(worker), true));
  return Promise.all(wanted);
};
