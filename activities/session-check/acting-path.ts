/** A path that may do something when it is opened. */
const ACTS =
  /log-?_?out|sign-?_?out|delete|remove|reset|cancel|revoke|disable|switch|accept|agree|confirm|choose|select|pick|unsubscribe|leave|approve|deny|reject|activate|submit|upgrade|end\b/i;

export const actsWhenOpened = (path: string): boolean => ACTS.test(path);
