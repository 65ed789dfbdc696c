import type { PageView } from '../../../activities/login/page-world/view.js';

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
  evidence: { logout: false, loginLink: false, passkey: false, headings: [] },
  otpKind: null,
  gate: null,
  permissions: [],
  allowsByForm: false,
  externalAction: null,
  ...over,
});
