import type { Needles } from './needles.js';
import { TooMuch, viewsOf } from './views.js';
import { valuesOfAddress, valuesOfHeader, valuesOfText } from './whole-values.js';

/** What a request takes along. */
export interface Carried {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parts of its body; null where the browser does not hand their bytes out. */
  readonly body: readonly Buffer[] | null;
}

/**
 * Looks for values in one request, which is read once for all of them.
 * @returns whether the request carries the value, in its address, its headers or its body. One that can't be read counts as carrying.
 */
export function searchIn(request: Carried): (needles: Needles) => boolean {
  const { body } = request;
  let read: ReturnType<typeof readRequest> | undefined;
  return ({ anywhere, whole }) => {
    if (whole.size === 0) return false;
    if (body === null) return true;
    read ??= readRequest({ ...request, body });
    if (read === 'too much') return true;
    const { views, values } = read;
    return (
      values.some((value) => whole.has(value)) || anywhere.some((needle) => views.some((view) => view.includes(needle)))
    );
  };
}

function readRequest({ address, headers, body }: Carried & { readonly body: readonly Buffer[] }) {
  const written = Object.values(headers);
  try {
    const inBody = viewsOf(Buffer.concat(body));
    const views = [...viewsOf(Buffer.from([address, ...written].join('\n'))), ...inBody];
    const values = [
      ...valuesOfAddress(address),
      ...written.flatMap(valuesOfHeader),
      ...inBody.flatMap((view) => valuesOfText(view.toString('utf8'))),
    ];
    return { views, values } as const;
  } catch (error) {
    if (error instanceof TooMuch) return 'too much' as const;
    throw error;
  }
}
