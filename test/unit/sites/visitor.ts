/** A page as a visitor without scripts sees it. */
export interface SeenPage {
  status: number;
  /** Where the visitor ended up, with the query. */
  url: string;
  html: string;
  alert: string | undefined;
  title: string;
}

/** Fetches pages, follows redirects, keeps cookies and fills the one form of a page: a browser in fifty lines. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly setCookieHeaders: string[] = [];
  #page: SeenPage | undefined;

  get page(): SeenPage {
    if (this.#page === undefined) throw new Error('Open a page first.');
    return this.#page;
  }

  open(url: string): Promise<SeenPage> {
    return this.#request(url, { method: 'GET' });
  }

  /** Submits the form of the current page, the values in the order of its fields (checkboxes left alone). */
  submit(...values: string[]): Promise<SeenPage> {
    const names = fieldNames(this.page.html);
    if (names.length !== values.length) throw new Error(`The form has ${names.length} fields: ${names.join(', ')}`);
    const body = new URLSearchParams(names.map((name, index) => [name, values[index] ?? '']));
    return this.#request(this.page.url, { method: 'POST', body });
  }

  async #request(url: string, init: RequestInit): Promise<SeenPage> {
    const headers = { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const header of response.headers.getSetCookie()) {
      this.setCookieHeaders.push(header);
      const [name = '', value = ''] = (header.split(';')[0] ?? '').split('=');
      this.cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) return this.#request(new URL(location, url).href, { method: 'GET' });
    const html = await response.text();
    this.#page = {
      status: response.status,
      url,
      html,
      alert: /role="alert">([^<]*)</.exec(html)?.[1],
      title: /<title>([^<]*)</.exec(html)?.[1] ?? '',
    };
    return this.#page;
  }
}

export function fieldNames(html: string): string[] {
  const inputs = html.match(/<input [^>]*>/g) ?? [];
  return inputs
    .filter((input) => !/type="(checkbox|submit)"/.test(input))
    .map((input) => /name="([^"]*)"/.exec(input)?.[1] ?? '');
}
