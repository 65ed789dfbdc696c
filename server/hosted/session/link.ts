/** What the address of the page says. */
export interface Link {
  readonly invocationId: string;
  /** Null after a reload, when it has been taken out of the address. */
  readonly code: string | null;
  /** The code is not used up: it is opened by a click, and belongs to this browser afterwards. */
  readonly lasts: boolean;
  readonly lang: string | null;
  readonly successUrl: string | null;
  readonly errorUrl: string | null;
}

export function readLink(address: URL): Link {
  const query = address.searchParams;
  return {
    invocationId: decodeURIComponent(address.pathname.split('/').filter(Boolean).at(-1) ?? ''),
    code: query.get('link') ?? query.get('code'),
    lasts: query.has('link'),
    lang: query.get('lang'),
    successUrl: query.get('success_url'),
    errorUrl: query.get('error_url'),
  };
}

/** The address without the code, as it may stand in the address bar, the history and a bookmark. */
export function withoutCode(address: URL): string {
  const clean = new URL(address);
  clean.searchParams.delete('code');
  clean.searchParams.delete('link');
  return clean.href;
}
