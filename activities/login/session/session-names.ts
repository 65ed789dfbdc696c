/** What names hint at. Hints only: what was observed of a cookie or an entry decides wherever there is anything. */
import { isInfrastructure } from '../../session-check/index.js';

/** By these a site knows a device again, so that it asks for no second factor there. */
const DEVICE =
  /device|trust|(?:known|remember|verified).?(?:browser|computer|machine)|browser.?id|machine.?id|fingerprint|(?:mfa|2fa|tfa|otp|two.?factor).*(?:remember|skip|done|seen)|remember.*(?:mfa|2fa|tfa|otp|factor)|^did$/i;

/** Good for one step of a login, for a form, or for counting visitors; and what is kept to be shown, not to be let in. */
const ASIDE =
  /nonce|state$|pkce|verifier|challenge|csrf|xsrf|antiforgery|requestverification|flash|redirect|return|continue|correlation|visit|guest|anon|analytic|amplitude|segment|mixpanel|posthog|optimizely|hotjar|intercom|sentry|^_ga|^_gid|^_gcl|^_fb|^_hj|^_pk_|^ajs_|^mp_|utm|track|experiment|ab.?test|feature|flag|consent|banner|cache|ttl$|locale|lang|theme|pref|setting|config|captcha|hint|timezone/i;

const SESSION =
  /sess|sid$|^sid|token|auth|jwt|remember|persist|identity|ticket|connect\.|sso|secret|bearer|credential|logged.?in/i;

/** Only fills in a form: who logged in last. */
const REMEMBERED_NAME =
  /remember(?:ed)?[^a-z]?(?:me[^a-z]?)?(?:user|name|e?mail|login|account)(?:[^a-z]?(?:name|id))?$/i;

const LOGIN = /login|logged|user|account|member|signin|signed/i;

export const isOfDevice = (name: string): boolean => DEVICE.test(name);

/** Whether a name says that it is not the session. */
export const isAside = (name: string): boolean =>
  isInfrastructure(name) || ASIDE.test(name) || DEVICE.test(name) || REMEMBERED_NAME.test(name);

/** Whether a name says that it holds the session. */
export const isOfSession = (name: string): boolean => SESSION.test(name) && !isAside(name);

/** Whether a name may be that of a session, or of what tells of one. */
export const isOfLogin = (name: string): boolean => (SESSION.test(name) || LOGIN.test(name)) && !DEVICE.test(name);

export const isOfRefresh = (name: string): boolean => /refresh|offline.?token/i.test(name);

export const isOfIdToken = (name: string): boolean => /id.?token/i.test(name);

/** Whether a value cannot be what lets somebody in: a flag, a number, somebody's name. */
export const holdsNothing = (value: string): boolean =>
  /^(?:|yes|no|true|false|on|off|\d{1,10}|user\w*(?::|%3A).+|[^\s@]+(?:@|%40)[^\s@]+)$/i.test(value);
