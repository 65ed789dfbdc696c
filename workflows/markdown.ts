import { plainText } from '../contract/plain-text.js';

/** Text for Temporal's UI, which shows Markdown: what formats is escaped (CommonMark section 2.4), so that no name makes a link or an image. */
export const markdown = (text: string): string => plainText(text).replaceAll(FORMATS, '\\$&');

/** The last three are what bare addresses become links by (GitHub Flavored Markdown, section 6.9). */
const FORMATS = /[\\`*_[\]<>!&~|#@]|:(?=\/\/)|(?<=www)\./gi;
