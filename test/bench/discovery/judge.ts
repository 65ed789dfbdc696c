import type { PageView } from '../../../activities/login/page-world/view.js';
import { isFirstStep } from '../../../activities/login/read/form-classes.js';
import type { OfflineReader } from '../../../activities/login/read/offline.js';
import { type Labelled, withoutLabels } from './corpus.js';

/** What the engine said of a page, held against its labels. The corpus' README defines the terms. */
export interface Verdict {
  page: string;
  /** `login`, `other`, or `both` for pages with two forms behind one switch, which count for neither side. */
  side: 'login' | 'other' | 'both';
  isLogin: boolean;
  class: string;
  identifierRight: boolean;
  passwordRight: boolean;
  /** Null: no password field was named. */
  passwordPrecise: boolean | null;
  usernameFirst: boolean;
  milliseconds: number;
}

interface Chosen {
  identifier: string | null;
  password: string | null;
}

interface Truth {
  identifierRight: boolean;
  passwordRight: boolean;
  passwordPrecise: boolean | null;
  visibleIdentifiers: number;
  visiblePasswords: number;
}

export async function judge(labelled: Labelled, reader: OfflineReader): Promise<Verdict> {
  const encode = (html: string) => new TextEncoder().encode(html);
  const started = performance.now();
  const view = await reader.read(encode(withoutLabels(labelled.html)), (seen) => seen);
  const milliseconds = performance.now() - started;
  const chosen = chosenIn(view);
  const truth = await reader.read(encode(labelled.html), (_, page) => page.evaluate(compare, chosen));
  return {
    page: labelled.page,
    side: sideOf(labelled),
    isLogin: chosen.isLogin,
    class: (view.best ?? view.forms[0])?.class ?? 'none',
    identifierRight: truth.identifierRight,
    passwordRight: truth.passwordRight,
    passwordPrecise: truth.passwordPrecise,
    usernameFirst: truth.visiblePasswords === 0 && truth.visibleIdentifiers > 0,
    milliseconds,
  };
}

function sideOf({ page, category }: Labelled): Verdict['side'] {
  if (page.includes('login_signup')) return 'both';
  return category === 'login' ? 'login' : 'other';
}

function chosenIn(view: PageView): Chosen & { isLogin: boolean } {
  const { best } = view;
  if (best === null || !isFirstStep(best.class)) return { isLogin: false, identifier: null, password: null };
  const path = (role: string) => best.fields.find((field) => field.role === role)?.ref.css ?? null;
  return { isLogin: true, identifier: path('identifier'), password: path('password') };
}

/** Runs in the page, labels included. */
function compare({ identifier, password }: Chosen): Truth {
  const isSeen = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    const shown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return shown && width >= 3 && height >= 3 && element.closest('[aria-hidden=true], [inert]') === null;
  };
  const labelled = (...labels: string[]) =>
    [...document.querySelectorAll<HTMLInputElement>('[data-manual-scoring]')].filter(
      (element) => labels.includes(element.dataset.manualScoring ?? '') && isSeen(element),
    );
  const isRight = (wanted: HTMLInputElement[], path: string | null) => {
    const named = path === null ? null : document.querySelector(path);
    return named === null ? wanted.every((element) => element.disabled) : wanted.some((element) => element === named);
  };
  const usernames = labelled('username');
  const identifiers = usernames.length > 0 ? usernames : labelled('emailAddress');
  const passwords = labelled('password', 'password.current');
  return {
    identifierRight: isRight(identifiers, identifier),
    passwordRight: isRight(passwords, password),
    passwordPrecise: password === null ? null : passwords.some((element) => element.matches(password)),
    visibleIdentifiers: identifiers.length,
    visiblePasswords: passwords.length,
  };
}
