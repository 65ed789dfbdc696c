import { domainToUnicode } from 'node:url';
import { foldedName, type Needles } from './needles.js';
import { TooMuch, viewsOf } from './views.js';
import { valuesOfAddress, valuesOfHeader, valuesOfText } from './whole-values.js';

/** What a request takes along. */
export interface Carried {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parts of its body; null where the browser does not hand their bytes out. */
  readonly body: readonly Buffer[] | null;
}

/** Whether a request carries a value, in its address, its headers or its body. One that can't be read counts as carrying. */
export type Search = (needles: Needles) => boolean;

/** Looks for values in one request, which is read once for all of them. */
export function searchIn(request: Carried): Search {
  const { body } = request;
  let read: ReturnType<typeof readRequest> | undefined;
  return ({ anywhere, whole, named }) => {
    if (whole.size === 0) return false;
    if (body === null) return true;
    read ??= readRequest({ ...request, body });
    if (read === 'too much') return true;
    const { views, values, names } = read;
    return (
      values.some((value) => whole.has(value)) ||
      anywhere.some((needle) => views.some((view) => view.includes(needle))) ||
      (named !== null && names.some((name) => (anywhere.length > 0 ? name.includes(named) : name === named)))
    );
  };
}

function readRequest({ address, headers, body }: Carried & { readonly body: readonly Buffer[] }) {
  const written = Object.values(headers);
  const names = namesIn(address, headers);
  try {
    const inBody = viewsOf(Buffer.concat(body));
    const views = [...viewsOf(Buffer.from([address, ...names, ...written].join('\n'))), ...inBody];
    const values = [
      ...valuesOfAddress(address),
      ...written.flatMap(valuesOfHeader),
      ...inBody.flatMap((view) => valuesOfText(view.toString('utf8'))),
    ];
    return { views, values, names } as const;
  } catch (error) {
    if (error instanceof TooMuch) return 'too much' as const;
    throw error;
  }
}

/** Parts of a host that are this short are names of servers. */
const MIN_LABEL = 6;

/** The names that a script can choose, in the one case that browsers write them in. */
function namesIn(address: string, headers: Carried['headers']): string[] {
  const { 'content-type': type = '', 'access-control-request-headers': asked = '' } = headers;
  return [...hostNames(address), ...Object.keys(headers), ...asked.split(','), ...type.split(/[/;]/)].map(foldedName);
}

/** A host, and its parts. */
function hostNames(address: string): string[] {
  const host = URL.canParse(address) ? domainToUnicode(new URL(address).hostname) : '';
  return [host, ...host.split('.').filter(({ length }) => length >= MIN_LABEL)];
}
