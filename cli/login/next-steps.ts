/** What can be done about a login that did not end in a session, command by command. */
import type { AgentAuthInvocation } from '../../client/index.js';
import { ERRORS, type FlowErrorCode } from '../../contract/errors/errors.js';
import { plainText } from '../../contract/plain-text.js';

type Way = (login: AgentAuthInvocation) => readonly string[];

const loginUrl: Way = ({ auth_agent_id }) => [
  'Another address, as the address bar shows it on the login page:',
  `  agent-auth agents update ${auth_agent_id} --login-url https://...`,
];

/** The two lines that a recipe needs. */
const recipe: Way = ({ domain }) => [
  'A recipe, which says where the form is: these two lines with selectors of the page, as a .json file in the folder `recipes` of the state folder (docs/recipes.md):',
  `  {"host": "${domain}", "forms": [{"category": "account-login",`,
  '   "fields": {"username": ["#user"], "password": ["#password"]}, "actions": {"submit": ["#submit"]}}]}',
];

const importIt: Way = ({ domain, profile_name }) => [
  'A session from elsewhere: log in by hand in a browser of yours, and bring its cookies in:',
  `  agent-auth profiles import ${profile_name} --domain ${domain} --storage-state FILE`,
];

const again: Way = ({ auth_agent_id }) => ['Log in again:', `  agent-auth agents reauth ${auth_agent_id}`];

const credential: Way = (login) => [
  'Another value in the credential of the agent:',
  '  agent-auth credentials update NAME --from FILE',
  ...again(login),
];

/** What was kept from going elsewhere, and what would let it go there. */
const elsewhere: Way = ({ auth_agent_id, error_details }) => {
  if (error_details === undefined || !('add' in error_details))
    return ['Allow that site:', `  agent-auth agents update ${auth_agent_id} --allowed-domain HOST`];
  const { host, how, add } = error_details;
  if (add === 'send_to')
    return [
      `The site wanted to send a secret to ${host}, and was stopped. Only if that host belongs to the login, allow it, with an admin key:`,
      `  agent-auth agents update ${auth_agent_id} --send-to ${host}`,
    ];
  return [
    `${how === 'page' ? 'The login led to a page of' : 'The form would have been sent to'} ${host}. Only if that host belongs to the login, allow it, with an admin key:`,
    `  agent-auth agents update ${auth_agent_id} --allowed-domain ${host}`,
    'That lets stored values go there. What a person gives goes only to the site that asked for it, so store it in a credential:',
    '  agent-auth credentials create --help',
  ];
};

const reset: Way = ({ auth_agent_id }) => [
  'Once the cause is gone, with an admin key:',
  `  agent-auth agents reset-attempts ${auth_agent_id} --reason '...'`,
];

const proxy: Way = ({ domain, profile_name }) => [
  'Log in by another proxy, which the agent keeps, or by none (--proxy none):',
  `  agent-auth login ${domain} --profile ${profile_name} --proxy http://host:port`,
];

const resume: Way = ({ auth_agent_id }) => ['With an admin key:', `  agent-auth agents resume ${auth_agent_id}`];

const FORM = [loginUrl, recipe, importIt] as const;
const BY_HAND = [importIt, again] as const;

/** By code. What is not named is tried again. */
const WAYS: Partial<Readonly<Record<FlowErrorCode, readonly Way[]>>> = {
  login_form_not_found: FORM,
  ambiguous_form: FORM,
  element_not_found: [again, recipe],
  max_steps_exceeded: FORM,
  stuck_in_loop: FORM,
  insecure_page: [loginUrl],
  insecure_form: [importIt],
  website_error: [loginUrl, again],
  network_error: [loginUrl, again],
  domain_not_allowed: [elsewhere],
  proxy_unavailable: [proxy],
  credentials_invalid: [credential],
  value_too_long: [credential],
  totp_rejected: [credential],
  unsupported_auth_method: BY_HAND,
  bot_detected: BY_HAND,
  captcha_blocked: BY_HAND,
  session_not_kept: BY_HAND,
  account_locked: [reset],
  login_not_allowed: [reset],
  max_attempts_reached: [reset],
  paused: [resume],
  session_found: [],
};

const waiting = ({ stopped }: AgentAuthInvocation): string[] =>
  stopped?.until ? [`By itself the agent sends nothing before ${stopped.until} (${stopped.why}).`] : [];

type Choices = Pick<AgentAuthInvocation, 'pending_sso_buttons' | 'mfa_options' | 'sign_in_options'>;

/** What can be chosen, in the words of the site. */
function choices({ pending_sso_buttons, mfa_options, sign_in_options }: Choices): string[] {
  const labels = [...sign_in_options, ...mfa_options, ...pending_sso_buttons].map(({ label }) => plainText(label));
  return labels.length === 0 ? [] : [`The page offers: ${labels.map((label) => `“${label}”`).join(', ')}.`];
}

/** A login that waits for a person, and how they answer it. */
const answering = (login: AgentAuthInvocation): string[] => {
  const { invocation_id, step, pending_fields, submitted_fields, expires_at } = login;
  if (step === 'awaiting_external_action') return [`Do what it asks on the other device before ${expires_at}.`];
  if (step !== 'awaiting_input') return [];
  const refused = pending_fields.filter(({ reason }) => reason === 'rejected').map(({ name }) => name);
  const given = refused.filter((name) => submitted_fields.includes(name));
  const stored = refused.filter((name) => !submitted_fields.includes(name));
  return [
    ...(given.length > 0 ? [`The site refused ${given.join(', ')} as it was given: give it once more.`] : []),
    ...(stored.length > 0
      ? [`The site refused ${stored.join(', ')}: what is stored is marked, and not sent again until it changes.`]
      : []),
    ...choices(login),
    `Answer it before ${expires_at}:`,
    `  agent-auth invocations submit ${invocation_id}`,
  ];
};

const evidence = ({ invocation_id, artefact, error_code }: AgentAuthInvocation): string[] => [
  ...(artefact === null
    ? []
    : [
        'On the machine of the worker, what the engine saw of the page, and beside it a picture (.png, or .svg where something had been typed):',
        `  ${artefact}`,
        'Here, where the worker takes pictures of all of a login (AGENT_AUTH_ARTEFACTS=pixels):',
        `  agent-auth invocations show ${invocation_id} --picture FILE`,
      ]),
  ...(error_code === null
    ? []
    : ['Each decision, in words:', `  agent-auth invocations show ${invocation_id} --trace`]),
];

/** Lines to print behind the story; none for a login that has a session. */
export function nextSteps(login: AgentAuthInvocation): string[] {
  const { status, error_code } = login;
  if (status === 'SUCCESS') return [];
  if (status === 'IN_PROGRESS') return [...answering(login), ...waiting(login)];
  const ways = (error_code === null ? undefined : WAYS[error_code]) ?? [again];
  return [
    ...(error_code === null ? [] : [ERRORS[error_code].next]),
    ...waiting(login),
    ...ways.flatMap((way) => way(login)),
    ...evidence(login),
  ];
}
