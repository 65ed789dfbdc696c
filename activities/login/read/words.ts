import { fold } from './fold.js';
import words from './words.json' with { type: 'json' };

function says(phrases: readonly string[]): (text: string) => boolean {
  let folded: readonly string[] | null = null;
  return (text) => {
    folded ??= phrases.map(fold);
    // Some phrases begin with a space: "teléfono es correcto" is no "no es correcto".
    const said = ` ${fold(text)}`;
    return folded.some((phrase) => said.includes(phrase));
  };
}

export const saysBot = says(words.bot);
export const aboutIdentifier = says(words.identifier);
export const aboutCode = says(words.code);
export const aboutPassword = says(words.password);
/** What stands for all that is given to log in. */
export const aboutAllTogether = says(words.together);
/** What was typed, without a word for what it is. */
export const aboutDetails = says(words.details);
export const soundsRefused = says(words.refused);
/** That there is no such thing: of a name that is a no, of a branch it is none. */
export const soundsMissing = says(words.missing);
