import type { Verdict } from './judge.js';
import { wilson } from './wilson.js';

/** Prints the figures with their 95 % intervals, then every page that went wrong. */
export function printTable(verdicts: Verdict[]): void {
  const logins = verdicts.filter(({ side }) => side === 'login');
  const others = verdicts.filter((verdict) => verdict.side === 'other' && !choseLabelledLogin(verdict));
  const named = verdicts.filter(({ passwordPrecise }) => passwordPrecise !== null);
  const usernameFirst = verdicts.filter(({ side, usernameFirst }) => side !== 'other' && usernameFirst);
  row('login pages fully right', logins, isFullyRight);
  row('false login', others, ({ isLogin }) => isLogin);
  row('password precision', named, ({ passwordPrecise }) => passwordPrecise === true);
  row('username-first pages right', usernameFirst, isFullyRight);
  const times = verdicts.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  console.log(
    `load and read a page: median ${times[times.length >> 1]?.toFixed(0)} ms, slowest ${times.at(-1)?.toFixed(0)} ms`,
  );
  list(
    'Login pages not fully right',
    logins.filter((verdict) => !isFullyRight(verdict)),
  );
  list(
    'Taken for a login',
    others.filter(({ isLogin }) => isLogin),
  );
}

function isFullyRight({ isLogin, identifierRight, passwordRight }: Verdict): boolean {
  return isLogin && identifierRight && passwordRight;
}

/** A page of another kind that holds a labelled login as well: choosing that one is right. */
function choseLabelledLogin(verdict: Verdict): boolean {
  return (
    isFullyRight(verdict) && verdict.passwordPrecise === true && !/signup|newsletter|change|checkout/.test(verdict.page)
  );
}

function row(name: string, verdicts: Verdict[], isHit: (verdict: Verdict) => boolean): void {
  const hits = verdicts.filter(isHit).length;
  const { low, high } = wilson(hits, verdicts.length);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const share = verdicts.length === 0 ? 'none' : percent(hits / verdicts.length);
  console.log(
    `${name.padEnd(28)} ${`${hits}/${verdicts.length}`.padStart(9)}  ${share.padStart(8)}  [${percent(low)}, ${percent(high)}]`,
  );
}

function list(title: string, verdicts: Verdict[]): void {
  console.log(`\n${title}: ${verdicts.length}`);
  for (const verdict of verdicts) {
    const wrong = [verdict.identifierRight ? '' : 'identifier', verdict.passwordRight ? '' : 'password'].filter(
      Boolean,
    );
    console.log(`  ${verdict.page}: ${verdict.class}${wrong.length > 0 ? `; wrong: ${wrong.join(', ')}` : ''}`);
  }
}
