import { codeOf, type Source, withoutEnding } from './sources.js';

interface OldName {
  readonly name: string;
  /** What to write instead. */
  readonly now: string;
  /** How code uses it. @default the name as a word of its own */
  readonly inCode?: RegExp;
  /** Paths of files that are named after it, without their ending. */
  readonly asFile?: RegExp;
}

/** Names that readers stumbled over. Comments and texts may use the words. */
export const OLD_NAMES: readonly OldName[] = [
  { name: 'MOST_', now: 'MAX_', inCode: /\bMOST_/ },
  { name: 'FEWEST_', now: 'MIN_', inCode: /\bFEWEST_/ },
  { name: 'Patience', now: 'Timeouts', inCode: /\bpatience\b/i, asFile: /\/patience$/ },
  { name: 'old', now: 'shouldContinueAsNew', inCode: /\bold\(/ },
  { name: 'waitingToo', now: 'addWaiter' },
  { name: 'expiredByReport', now: 'sessionExpired' },
  { name: 'working', now: 'withHeartbeat', asFile: /\/working$/ },
  { name: 'keepPlace', now: 'checkpointLogin', asFile: /\/keep-place$/ },
  { name: 'clearWay', now: 'dismissOverlay', asFile: /\/clear-way$/ },
  { name: 'courtesy', now: 'interstitial', inCode: /courtes(y|ies)/i, asFile: /\/courtesy$/ },
  { name: 'cast', now: 'assignRoles' },
  { name: 'in-page/address', now: 'css-path', inCode: /(?!)/, asFile: /\/(in-page|act|scan)\/address$/ },
  { name: 'behindForm', now: 'postLoginProbe', asFile: /\/behind-form$/ },
  { name: 'Places', now: 'PageSlots', asFile: /^activities\/.*\/places$/ },
  { name: 'leftover', now: 'orphan', inCode: /leftover/i, asFile: /\/leftover$/ },
];

/** Where old names are used, as `path: name -> what to write instead`. */
export function usesOfOldNames(sources: readonly Source[], names = OLD_NAMES): { name: string; use: string }[] {
  return sources.flatMap(({ path, text }) => {
    const code = codeOf(text);
    return names
      .filter(
        ({ name, inCode = new RegExp(`\\b${name}\\b`), asFile }) =>
          inCode.test(code) || asFile?.test(withoutEnding(path)),
      )
      .map(({ name, now }) => ({ name, use: `${path}: ${name} -> ${now}` }));
  });
}
