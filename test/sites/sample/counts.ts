/** What the site received since it started. Numbers only: it never hands out what was typed. */
export interface SampleCounts {
  /** How often each page was shown or redirected from. */
  pages: { home: number; login: number; password: number; code: number; members: number };
  identifierSubmits: number;
  wrongIdentifiers: number;
  passwordSubmits: number;
  wrongPasswords: number;
  codeSubmits: number;
  /** Codes of no acceptable time step. */
  wrongCodes: number;
  /** Codes of a time step that was used up already. */
  reusedCodes: number;
  sessionsCreated: number;
  /** Visits of the members page with a live session. */
  sessionsSeen: number;
}

/** One submitted form: which page it came from and the names of its fields, without their values. */
export interface ReceivedForm {
  page: 'login' | 'password' | 'code';
  fields: string[];
}

export function zeroCounts(): SampleCounts {
  return {
    pages: { home: 0, login: 0, password: 0, code: 0, members: 0 },
    identifierSubmits: 0,
    wrongIdentifiers: 0,
    passwordSubmits: 0,
    wrongPasswords: 0,
    codeSubmits: 0,
    wrongCodes: 0,
    reusedCodes: 0,
    sessionsCreated: 0,
    sessionsSeen: 0,
  };
}
