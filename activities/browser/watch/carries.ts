import { isUtf8 } from 'node:buffer';
import { domainToUnicode } from 'node:url';
import { lettersOf } from './letters.js';
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
  let left: readonly string[] | undefined;
  return ({ anywhere, whole, letters, named }) => {
    if (whole.size === 0) return false;
    if (body === null) return true;
    read ??= readRequest({ ...request, body });
    if (read === 'too much') return true;
    const { views, legible, values, names } = read;
    if (letters.length > 0) left ??= joined(legible).map(lettersOf);
    return (
      values.some((value) => whole.has(value)) ||
      anywhere.some((needle) => views.some((view) => view.includes(needle))) ||
      letters.some((needle) => left?.some((text) => text.includes(needle))) ||
      (named !== null && names.some((name) => (anywhere.length > 0 ? name.includes(named) : name === named)))
    );
  };
}

/** Looks for values in an address alone. */
export const searchInAddress = (address: string): Search => searchIn({ address, headers: {}, body: [] });

function readRequest({ address, headers, body }: Carried & { readonly body: readonly Buffer[] }) {
  const written = Object.values(headers);
  const names = namesIn(address, headers);
  try {
    const inBody = viewsOf(Buffer.concat(body));
    // One line break may be within a value: two are between them.
    const [asIs, ...inHead] = viewsOf(Buffer.from([address, ...names, ...written].join('\n\n')));
    const read = [...inHead, ...inBody];
    const views = [...(asIs === undefined ? [] : [asIs]), ...read];
    const values = [
      ...valuesOfAddress(address),
      ...written.flatMap(valuesOfHeader),
      ...read.filter(isLegible).flatMap((view) => valuesOfText(view.toString('utf8'))),
    ];
    return { views: joined(views), legible: views.filter(isLegible), values, names } as const;
  } catch (error) {
    if (error instanceof TooMuch) return 'too much' as const;
    throw error;
  }
}

/** Shorter ones are many, and are looked through together. */
const SHORT = 64 * 1024;
/** More bytes than that which are no text are a picture or encrypted: values are looked for in them as they are, and not by what they might be read as. */
const MAX_ILLEGIBLE = 16 * 1024;
const isLegible = (view: Buffer): boolean => view.length <= MAX_ILLEGIBLE || isUtf8(view);
/** Stands between them. */
const NEXT = Buffer.from('\n');

function joined(views: readonly Buffer[]): Buffer[] {
  const short = views.filter(({ length }) => length < SHORT);
  const kinds = [short.filter(isUtf8), short.filter((view) => !isUtf8(view))];
  const together = kinds.map((kind) => Buffer.concat(kind.flatMap((view) => [view, NEXT])));
  return [...together, ...views.filter(({ length }) => length >= SHORT)];
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
