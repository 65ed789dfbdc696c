import { chance, pick, type Random, seededRandom, shuffled } from './random.js';

/** How one input of the site is written in HTML. */
export interface FieldLook {
  name: string;
  id: string;
  label: string;
  labelling: 'for' | 'wrap' | 'aria' | 'placeholder';
  type: string;
  /** Null where the site gives no hint. */
  autocomplete: string | null;
}

/** One form page: its words and the order of what stands in the form besides its fields. */
export interface FormLook {
  heading: string;
  button: { text: string; tag: 'button' | 'input' };
  /** The fields keep their order among themselves; the extras around them do not. */
  order: readonly ('fields' | 'hint' | 'remember')[];
}

/** Everything about the site that a login engine must not rely on, drawn from one seed. */
export interface SiteLook {
  brand: string;
  loginPath: string;
  signInLink: string;
  signOut: string;
  greeting: string;
  cookieName: string;
  /** The status of a page that refuses what was submitted; sites differ, so a status proves nothing. */
  refusalStatus: number;
  email: FieldLook;
  password: FieldLook;
  code: FieldLook;
  forms: { email: FormLook; password: FormLook; code: FormLook };
}

export function drawLook(seed: number): SiteLook {
  const random = seededRandom(seed);
  return {
    brand: pick(random, ['Harbour Library', 'Northwind Club', 'Fernweh Travel', 'Orchard Bank', 'Lighthouse Press']),
    loginPath: pick(random, ['/login', '/signin', '/account/sign-in', '/auth/login', '/sessions/new']),
    signInLink: pick(random, ['Log in', 'Sign in', 'Member login', 'Sign in to your account']),
    signOut: pick(random, ['Sign out', 'Log out', 'Logout', 'Sign off']),
    greeting: pick(random, ['Welcome back', 'Hello', 'Good to see you', 'Welcome']),
    cookieName: pick(random, ['sid', 'session', 'auth', 'app_session', 'connect']),
    refusalStatus: pick(random, [200, 401, 422]),
    email: drawField(random, {
      names: ['email', 'user_email', 'login', 'identifier', 'username', 'account[email]', 'loginEmail'],
      labels: ['E-mail', 'Email address', 'Your e-mail address', 'E-mail or username', 'Account e-mail'],
      types: ['email', 'text'],
      autocomplete: ['username', 'email', 'section-login username'],
    }),
    password: drawField(random, {
      names: ['password', 'passwd', 'pwd', 'user_password', 'account[password]', 'pass', 'loginPassword'],
      labels: ['Password', 'Your password', 'Account password', 'Enter your password'],
      types: ['password'],
      autocomplete: ['current-password'],
    }),
    code: drawField(random, {
      names: ['code', 'otp', 'totp', 'mfa_code', 'verificationCode', 'one_time_code', 'token', 'authcode'],
      labels: ['Authentication code', 'Verification code', '6-digit code', 'One-time code', 'Authenticator code'],
      types: ['text', 'tel'],
      autocomplete: ['one-time-code'],
    }),
    forms: {
      email: drawForm(random, ['Sign in', 'Log in', 'Log in to your account', 'Welcome'], ['Continue', 'Next']),
      password: drawForm(random, ['Enter your password', 'Sign in', 'Almost there'], ['Log in', 'Sign in', 'Continue']),
      code: drawForm(
        random,
        ['Two-step verification', 'Confirm it is you', 'Two-factor authentication'],
        ['Verify', 'Confirm', 'Continue', 'Submit'],
      ),
    },
  };
}

type Choices = readonly [string, ...string[]];

function drawField(
  random: Random,
  choices: { names: Choices; labels: Choices; types: Choices; autocomplete: Choices },
): FieldLook {
  const name = pick(random, choices.names);
  return {
    name,
    id: drawId(random, name),
    label: pick(random, choices.labels),
    labelling: pick(random, ['for', 'wrap', 'aria', 'placeholder']),
    type: pick(random, choices.types),
    autocomplete: chance(random, 0.5) ? pick(random, choices.autocomplete) : null,
  };
}

/** Ids as hand-written, generated and framework-made pages have them; the last kind needs escaping in a CSS selector. */
function drawId(random: Random, name: string): string {
  const number = Math.floor(random() * 0xffff);
  const plainName = name.replaceAll(/[[\]]/g, '-').replace(/-$/, '');
  return pick(random, [plainName, `field-${number.toString(16)}`, `input_${plainName}_${number}`, `:r${number % 36}:`]);
}

function drawForm(random: Random, headings: Choices, buttons: Choices): FormLook {
  return {
    heading: pick(random, headings),
    button: { text: pick(random, buttons), tag: pick(random, ['button', 'input']) },
    order: shuffled(random, ['fields', 'hint', 'remember'] as const),
  };
}
