import { describe, expect, it } from 'vitest';
import { checkRecipe } from '../../../activities/login/recipes/check-recipe.js';
import { nextSteps } from '../../../cli/login/next-steps.js';
import { fromState } from '../../../client/invocations/shape.js';
import { FLOW_ERRORS, type FlowErrorCode } from '../../../contract/errors/errors.js';
import type { InvocationState } from '../../../contract/invocation/invocation.js';
import { invocationState } from '../client/invocation-state.js';

const steps = (more: Partial<InvocationState>): string[] => nextSteps(fromState(invocationState(more)));
const failed = (error_code: FlowErrorCode, more: Partial<InvocationState> = {}): string[] =>
  steps({ status: 'FAILED', error_code, ...more });
const commands = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.startsWith('  agent-auth')).map((line) => line.trim());

const TRACE = `agent-auth invocations show ${invocationState({}).invocation_id} --trace`;

describe('what can be done about a login', () => {
  it('that succeeded, or works by itself, is nothing', () => {
    expect(steps({ status: 'SUCCESS' })).toEqual([]);
    expect(steps({ status: 'IN_PROGRESS', step: 'discovering' })).toEqual([]);
  });

  it.each(Object.keys(FLOW_ERRORS) as FlowErrorCode[])('is said for each code: %s', (code) => {
    const lines = failed(code);
    expect(lines[0]).toBe(FLOW_ERRORS[code].next);
    expect(lines.join('\n')).not.toContain('undefined');
    if (code !== 'session_found') expect(commands(lines).length).toBeGreaterThan(0);
  });

  it('of which no form was found is another address, a recipe that is right as it stands, or an import', () => {
    const lines = failed('login_form_not_found');
    expect(commands(lines)).toEqual([
      'agent-auth agents update agent_example.com_work --login-url https://...',
      'agent-auth profiles import work --domain example.com --storage-state FILE',
      TRACE,
    ]);
    const at = lines.findIndex((line) => line.includes('"host"'));
    expect(checkRecipe(lines.slice(at, at + 2).join('\n'))).toMatchObject({
      problems: [],
      recipes: [{ host: 'example.com' }],
    });
  });

  it('that was stopped names the host that the secret was to go to', () => {
    const error_details = { host: 'login.sso.test', how: 'script', add: 'send_to' } as const;
    expect(commands(failed('domain_not_allowed', { error_details }))).toEqual([
      'agent-auth agents update agent_example.com_work --send-to login.sso.test',
      TRACE,
    ]);
    expect(commands(failed('domain_not_allowed'))).toEqual([
      'agent-auth agents update agent_example.com_work --allowed-domain HOST',
      TRACE,
    ]);
  });

  it.each([
    ['page', 'The login led to a page of sso.test.'],
    ['form', 'The form would have been sent to sso.test.'],
  ] as const)('that led to a %s of another site names it, and what is to be stored for it', (how, told) => {
    const lines = failed('domain_not_allowed', { error_details: { host: 'sso.test', how, add: 'allowed_domains' } });
    expect(lines.join('\n')).toContain(told);
    expect(commands(lines)).toEqual([
      'agent-auth agents update agent_example.com_work --allowed-domain sso.test',
      'agent-auth credentials create --help',
      TRACE,
    ]);
  });

  it('says where the picture is, and until when nothing is sent', () => {
    const stopped = { why: 'unknown', until: '2026-01-02T00:00:00.000Z' } as const;
    const lines = failed('captcha_blocked', { artefact: '/state/artefacts/inv.json', stopped }).join('\n');
    expect(lines).toMatch(/beside it a picture \(\.png.*:\n {2}\/state\/artefacts\/inv\.json\n/);
    expect(lines).toContain('nothing before 2026-01-02T00:00:00.000Z (unknown)');
  });

  it('that waits is its answer, with what was refused', () => {
    const field = { name: 'password', label: 'Password', selector: '#p', type: 'password', required: true } as const;
    const pending_fields = [{ ...field, placeholder: null, hint: null, reason: 'rejected', options: null }] as const;
    const lines = steps({ status: 'IN_PROGRESS', step: 'awaiting_input', pending_fields });
    expect(lines[0]).toContain('The site refused password: what is stored is marked');
    expect(lines.at(-1)).toMatch(/^ {2}agent-auth invocations submit inv_/);
    const given = { pending_fields, submitted_fields: ['password'] };
    expect(steps({ status: 'IN_PROGRESS', step: 'awaiting_input', ...given })[0]).toContain('give it once more');
  });

  it('that waits for a choice says what the page offers, on one line each', () => {
    const sign_in_options = [{ id: 'a', label: 'Customers\u001b[2J', description: null }];
    const lines = steps({ status: 'IN_PROGRESS', step: 'awaiting_input', pending_fields: [], sign_in_options });
    expect(lines[0]).toBe('The page offers: “Customers[2J”.');
  });
});
