import type { Submission } from '../../../activities/login/judge/submission.js';
import type { PageView, Standing, ViewForm } from '../../../activities/login/page-world/view.js';
import type { Observation } from '../../../activities/login/read/observation.js';
import { nowhere } from '../discover/empty-view.js';
import { button, form } from './forms.js';

export interface Shown {
  form?: ViewForm;
  alerts?: readonly string[];
  lines?: readonly string[];
  /** Labels. */
  buttons?: readonly string[];
  status?: number;
  answer?: number;
  /** Whether nothing of what was typed can have left the page. */
  kept?: boolean;
  boxes?: Observation['boxes'];
  marks?: Readonly<Record<string, string>>;
  captcha?: string;
  logout?: boolean;
  title?: string;
  paths?: readonly string[];
  passwordShown?: boolean;
  drawn?: readonly string[];
  answered?: boolean;
  externalAction?: PageView['externalAction'];
  standing?: Partial<Standing>;
}

export const page = (shown: Shown): Observation => ({
  view: {
    url: 'https://site.test/login',
    title: shown.title ?? '',
    forms: shown.form ? [shown.form] : [],
    best: shown.form ?? null,
    rivals: [],
    buttons: (shown.buttons ?? []).map((label) => button({ label })),
    alerts: (shown.alerts ?? []).map((text) => ({ text, role: 'alert' })),
    captcha: shown.captcha ?? null,
    evidence: { logout: shown.logout ?? false, loginLink: false, passkey: false, untypable: false, headings: [] },
    permissions: [],
    listed: [],
    allowsByForm: false,
    otpKind: null,
    gate: null,
    known: null,
    otherTask: false,
    standing: nowhere(shown.standing),
    externalAction: shown.externalAction ?? null,
  },
  status: shown.status ?? null,
  turnedDown: shown.answer !== undefined,
  answer: shown.answer ?? null,
  mayHaveSent: !(shown.kept ?? false),
  sentEmpty: false,
  paths: new Set(shown.paths),
  boxes: shown.boxes ?? [],
  marks: new Map(Object.entries(shown.marks ?? {})),
  carried: { cookies: [], storage: [], origin: '' },
  passwordShown: shown.passwordShown ?? false,
  asksBrowser: null,
  lines: new Set(shown.lines ?? []),
  drawn: new Set(shown.drawn),
  answered: shown.answered ?? false,
  alive: false,
});

export const LOGIN = form('login', ['identifier', 'password']);

export const submissionOf = ({ fields, signature }: ViewForm): Submission => ({
  appended: false,
  signature,
  fields: fields.map(({ name, role }) => ({ name, role, masked: role === 'password' })),
});
