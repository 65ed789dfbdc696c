import { z } from 'zod';
import { parseDomain } from '../address/domain.js';
import { hostnameOf, isLoopback } from '../address/host.js';
import { registrableDomain } from '../address/site.js';

const ANY = '*.';
const NO_HOST = 'is no host: write app.example.com, or *.example.com for every host below it';

/** A name without a dot is another host in each network, and a recipe may go from one to another. */
const isNetworkName = (host: string): boolean => /^[^.:]+$/.test(host) && !isLoopback(hostnameOf(host));

/** A host as `parseDomain` writes it; `*.` in front stands for every host below it, but never for a whole public suffix. */
export const hostSchema = z.string('must be a host, as text').transform((text, context) => {
  const below = text.startsWith(ANY);
  const wrong = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  let host: string;
  try {
    host = parseDomain(below ? text.slice(ANY.length) : text);
  } catch {
    return wrong(NO_HOST);
  }
  if (isNetworkName(host)) return wrong(NO_HOST);
  if (!below) return host;
  if (registrableDomain(host) === null) return wrong('stands for hosts of strangers: a public suffix is no domain');
  return ANY + host;
});

/** @param host with its port where that is not the scheme's own */
export const isForHost = (written: string, host: string): boolean =>
  written.startsWith(ANY) ? host.endsWith(written.slice(1)) : host === written;
