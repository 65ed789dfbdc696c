import { type Check, ok, warning } from './check.js';

const PROXIES = ['http_proxy', 'https_proxy', 'all_proxy', 'grpc_proxy'];
const LOOPBACK = ['127.0.0.1', 'localhost'];

/** Variables whatever their case. Only names are told: a proxy's address can hold a password. */
export const checkProxy: Check = async ({ env }) => {
  const set = Object.keys(env).filter((name) => env[name] && PROXIES.includes(name.toLowerCase()));
  if (set.length === 0) return [ok('No proxy is set in the environment.')];
  const without = `${env.no_proxy ?? ''},${env.NO_PROXY ?? ''}`.split(',').map((host) => host.trim());
  const missing = without.includes('*') ? [] : LOOPBACK.filter((host) => !without.includes(host));
  const names = set.join(', ');
  if (missing.length === 0) return [ok(`${names} is set, and not used for this machine.`)];
  return [
    warning(
      `${names} is set, also for this machine: calls to Temporal can end at the proxy.`,
      `Add ${missing.join(',')} to NO_PROXY. Logins go by the agent's own proxy alone.`,
    ),
  ];
};
