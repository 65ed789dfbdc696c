/** An account on the sample site. Without `totpSecret` the password alone is enough. */
export interface SampleUser {
  email: string;
  password: string;
  /** base32, no padding */
  totpSecret?: string;
  /** Seconds that a code is good for. Default 30, as with most sites. */
  totpPeriod?: number;
}

/** The account that exists when a test names none, and the one that the demo shows. */
export const SAMPLE_USER = {
  email: 'user@example.com',
  password: 'correct horse battery staple',
  totpSecret: 'JBSWY3DPEHPK3PXP',
} as const satisfies SampleUser;

/** Ways in which the site misbehaves or differs. They combine. */
export interface SampleVariant {
  /** E-mail and password on one form. */
  onePage?: boolean;
  /** Greets the user after the login but leaves no session: what looks like a success and is none. */
  noSession?: boolean;
  /** The login page answers 500. */
  http500?: boolean;
  /** The login page never answers. */
  hang?: boolean;
  /** The login page is there, but has no form. */
  noForm?: boolean;
  /** Repeats every submitted value in the next page's text, title and address, as leaky sites do. */
  echo?: boolean;
  /**
   * The password field changes under the typist's hands: it is disabled from the start, disabled by the first
   * character, or (once) replaced by an empty copy of itself at the first character.
   */
  disabledField?: 'always' | 'typing' | 'rerender';
  /** The account is locked, also for the right password, after three wrong ones. */
  lockout?: boolean;
  /** Every answer comes this many milliseconds late. */
  slowMs?: number;
}

export interface SampleSiteOptions {
  /** 0, the default: a free port. */
  port?: number;
  /** Draws names, labels and order. Without one the site draws a seed and prints it, so that a failure can be repeated. */
  seed?: number;
  /** How long a session lives, in seconds, on the site's own clock. Default 20. */
  sessionSeconds?: number;
  /** Default: {@link SAMPLE_USER} alone. */
  users?: readonly SampleUser[];
  variant?: SampleVariant;
}
