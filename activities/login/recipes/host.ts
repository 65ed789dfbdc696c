import { getDomain } from 'tldts';
import { z } from 'zod';
import { parseDomain } from '../../../contract/index.js';

const ANY = '*.';

/** A host as `parseDomain` writes it; `*.` in front stands for every host below it, but never for a whole public suffix. */
export const hostSchema = z.string('is a host, as text').transform((text, context) => {
  const below = text.startsWith(ANY);
  const wrong = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  let host: string;
  try {
    host = parseDomain(below ? text.slice(ANY.length) : text);
  } catch {
    return wrong('is no host: write app.example.com, or *.example.com for every host below it');
  }
  if (!below) return host;
  if (getDomain(host, { allowPrivateDomains: true }) === null)
    return wrong('stands for hosts of strangers: a public suffix is no domain');
  return ANY + host;
});

/** @param host with its port where that is not the scheme's own */
export const isForHost = (written: string, host: string): boolean =>
  written.startsWith(ANY) ? host.endsWith(written.slice(1)) : host === written;
