/** What can be done about a login that did not end in a session, command by command. */
import type { AgentAuthInvocation } from '../../client/index.js';
import { ERRORS, type FlowErrorCode } from '../../contract/errors.js';

type Way = (login: AgentAuthInvocation) => readonly string[];

const loginUrl: Way = ({ auth_agent_id }) => [
  'Give the address of the login page, as the address bar shows it:',
  `  agent-auth agents update ${auth_agent_id} --login-url https://...`,
];

/** The two lines that a recipe needs. */
const recipe: Way = ({ domain }) => [
  'Or say in a recipe where the form is: these two lines, with selectors of the page, in a .json file of the folder `recipes` (docs/recipes.md):',
  `  {"host": "${domain}", "forms": [{"category": "account-login",`,
  '   "fields": {"username": ["#user"], "password": ["#password"]}, "actions": {"submit": ["#submit"]}}]}',
];

const importIt: Way = ({ domain, profile_name }) => [
  'Or log in by hand in a browser of yours, and bring its session in:',
  `  agent-auth profiles import ${profile_name} --domain ${domain} --storage-state FILE`,
];

const again: Way = ({ auth_agent_id }) => ['Log in again:', `  agent-auth agents reauth ${auth_agent_id}`];

const credential: Way = (login) => [
  'Correct what is stored, which also starts the next login:',
  '  agent-auth credentials update NAME --from FILE',
  ...again(login),
];

const sendTo: Way = ({ auth_agent_id, error_details }) =>
  error_details !== undefined && 'add' in error_details
    ? [
        `The site wanted to send a secret to ${error_details.host}, and was stopped. Only if that host belongs to the login, allow it, with an admin key:`,
        `  agent-auth agents update ${auth_agent_id} --send-to ${error_details.host}`,
      ]
    : [
        'If the site that it led to belongs to the login, allow it, with an admin key:',
        `  agent-auth agents update ${auth_agent_id} --allowed-domain HOST`,
      ];

const reset: Way = ({ auth_agent_id }) => [
  'When the cause is gone, let the logins of the account go on, with an admin key:',
  `  agent-auth agents reset-attempts ${auth_agent_id} --reason '...'`,
];

const proxy: Way = ({ auth_agent_id }) => [
  'Give a proxy that works:',
  `  agent-auth agents update ${auth_agent_id} --proxy http://host:port`,
];

const resume: Way = ({ auth_agent_id }) => [
  'An admin key switches it on again:',
  `  agent-auth agents resume ${auth_agent_id}`,
];

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
  domain_not_allowed: [sendTo],
  proxy_unavailable: [proxy],
  credentials_invalid: [credential],
  value_too_long: [credential],
  totp_rejected: [credential],
  unsupported_auth_method: BY_HAND,
  bot_detected: BY_HAND,
  captcha_blocked: BY_HAND,
  session_not_kept: BY_HAND,
  account_locked: [reset],
  max_attempts_reached: [reset],
  paused: [resume],
  session_found: [],
};

const waiting = ({ stopped }: AgentAuthInvocation): string[] =>
  stopped?.until ? [`By itself the agent sends nothing before ${stopped.until} (${stopped.why}).`] : [];

/** A login that waits for a person, and how they answer it. */
const answering = ({ invocation_id, step, pending_fields, expires_at }: AgentAuthInvocation): string[] => {
  if (step === 'awaiting_external_action') return [`Do what it asks on the other device before ${expires_at}.`];
  if (step !== 'awaiting_input') return [];
  const refused = pending_fields.filter(({ reason }) => reason === 'rejected').map(({ name }) => name);
  return [
    ...(refused.length > 0
      ? [`The site refused ${refused.join(', ')}: what is stored is marked, and not sent again until it changes.`]
      : []),
    `Answer it before ${expires_at}:`,
    `  agent-auth invocations submit ${invocation_id}`,
  ];
};

const evidence = ({ invocation_id, artefact, error_code }: AgentAuthInvocation): string[] => [
  ...(artefact === null
    ? []
    : [
        `The page as the engine saw it: ${artefact}, and a picture beside it (.svg or .png).`,
        `With AGENT_AUTH_ARTEFACTS=pixels: agent-auth invocations show ${invocation_id} --picture FILE`,
      ]),
  ...(error_code === null ? [] : [`What it did, in words: agent-auth invocations show ${invocation_id} --trace`]),
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
