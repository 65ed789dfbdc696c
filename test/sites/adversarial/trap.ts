/** Addresses of the two sites of a trap. */
export interface Places {
  /** The site that the login is for. */
  readonly own: string;
  /** Another site. Nothing that was typed may get there. */
  readonly other: string;
}

/** A page that wants to be given what is not for it. */
export interface Trap {
  readonly name: string;
  /** Pages of the login's own site, by path. Elements inside `data-trap` must never be typed into. */
  readonly own: (places: Places) => Readonly<Record<string, string>>;
  /** Pages of the other site. */
  readonly other?: (places: Places) => Readonly<Record<string, string>>;
  /** Path that the page asks for when it has changed after it was seen; the fill waits for it. */
  readonly springs?: string;
  /** What the login must come to before or instead of typing; absent where the honest part of the page may be filled. */
  readonly code?: string;
  /** It leads to no host, so that there is none that could be allowed. */
  readonly hostless?: true;
}

export interface FormOptions {
  readonly action?: string;
  readonly attributes?: string;
  readonly inside?: string;
  readonly password?: string;
  readonly submit?: string;
}

export const PASSWORD_FIELD =
  '<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password">';

/** A plain login form. */
export function form({
  action,
  attributes = '',
  inside = '',
  password = PASSWORD_FIELD,
  submit,
}: FormOptions = {}): string {
  return `<h1>Sign in</h1>
    <form method="post" ${action === undefined ? '' : `action="${action}"`} ${attributes}>
      <label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username">
      ${password}${inside}
      ${submit ?? '<button type="submit">Sign in</button>'}
    </form>`;
}

/** A redirect (RFC 9110 section 15.4.4) is written as its target. */
export const redirectTo = (address: string): string => `redirect:${address}`;
