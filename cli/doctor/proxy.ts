import { connect } from 'node:net';
import { type Check, type Finding, ok, warning } from './check.js';

const PROXIES = ['http_proxy', 'https_proxy', 'all_proxy', 'grpc_proxy'];
const LOOPBACK = ['127.0.0.1', 'localhost'];
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const SOCKS_PORT = 1080;
const WITHIN_MS = 3_000;

/** Null for what is no address. Programs take one without a scheme too. */
function placeOf(address: string): { readonly host: string; readonly port: number } | null {
  const text = /^[a-z][a-z\d]*:\/\//i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port } = new URL(text);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (PORTS[protocol] ?? SOCKS_PORT) : Number(port) };
}

const listens = (place: { readonly host: string; readonly port: number }): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ ...place, timeout: WITHIN_MS });
    const answer = (does: boolean) => (): void => {
      socket.destroy();
      resolve(does);
    };
    socket.once('connect', answer(true)).once('timeout', answer(false)).once('error', answer(false));
  });

async function reached(name: string, address: string): Promise<Finding[]> {
  const place = placeOf(address);
  if (place === null) return [warning(`${name} is not the address of a proxy.`, 'Correct it, or unset it.')];
  if (await listens(place)) return [];
  return [
    warning(
      `The proxy in ${name} does not answer.`,
      'Start it, or correct or unset the variable: downloads, and a Temporal elsewhere, cannot be reached through it.',
    ),
  ];
}

/** Variables whatever their case. Only names are told: a proxy's address can hold a password. */
export const checkProxy: Check = async ({ env }) => {
  const set = Object.keys(env).filter((name) => env[name] && PROXIES.includes(name.toLowerCase()));
  if (set.length === 0) return [ok('No proxy is set in the environment.')];
  const silent = (await Promise.all(set.map((name) => reached(name, env[name]!)))).flat();
  const without = `${env.no_proxy ?? ''},${env.NO_PROXY ?? ''}`.split(',').map((host) => host.trim());
  const missing = without.includes('*') ? [] : LOOPBACK.filter((host) => !without.includes(host));
  const names = set.join(', ');
  if (missing.length === 0) return [...silent, ok(`${names} is set, and is not used for this machine.`)];
  return [
    ...silent,
    warning(
      `${names} is set, also for this machine: calls to Temporal can end at the proxy.`,
      `Add ${missing.join(',')} to NO_PROXY. Logins use only the agent's own proxy.`,
    ),
  ];
};
