import type { PageView, Standing } from '../../../activities/login/page-world/view.js';

/** A page that is about nothing. */
export const nowhere = (over: Partial<Standing> = {}): Standing => ({
  places: [],
  linksHere: false,
  account: false,
  bare: false,
  tells: false,
  sends: false,
  routes: [],
  radios: [],
  accounts: [],
  labels: [],
  greets: false,
  goesOn: false,
  picks: false,
  busy: false,
  refresh: null,
  handsOutKey: false,
  headline: null,
  speaksOf: null,
  boxes: [],
  words: '',
  ...over,
});

/** A page that shows nothing but what is given. */
export const emptyView = (over: Partial<PageView> = {}): PageView => ({
  url: 'https://site.test/login',
  title: '',
  forms: [],
  best: null,
  rivals: [],
  buttons: [],
  alerts: [],
  captcha: null,
  evidence: { logout: false, loginLink: false, passkey: false, untypable: false, headings: [] },
  otpKind: null,
  gate: null,
  permissions: [],
  listed: [],
  allowsByForm: false,
  standing: nowhere(),
  externalAction: null,
  known: null,
  otherTask: false,
  ...over,
});
