/** Spellings that say the same: what word processors, chats and PDF files make of a text that somebody copies. */

/** What a text is put into, first and last character. */
const AROUND = /^(?:"(.*)"|'(.*)'|`(.*)`|“(.*)”|„(.*)[“”]|‘(.*)’|«(.*)»|<(.*)>)$/su;

/** As it was meant: no invisible characters, one form of letters that look alike by width, nothing around it. */
export function plainSpelling(text: string): string {
  const visible = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
  return (
    AROUND.exec(visible)
      ?.slice(1)
      .find((inner) => inner !== undefined)
      ?.trim() ?? visible
  );
}

/** What people write between groups of letters: spaces, and dashes of all lengths. */
export const withoutGroups = (text: string): string => text.replace(/[\s\p{Pd}\u2212]/gu, '');
