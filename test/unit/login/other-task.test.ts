import { describe, expect, it } from 'vitest';
import { leftStepOf } from '../../../activities/login/judge/left-step.js';
import type { PageView, ViewForm } from '../../../activities/login/page-world/view.js';
import { mayBeStep, withoutOtherTasks } from '../../../activities/login/read/other-task.js';
import { field, form } from './forms.js';
import { LOGIN, page, type Shown } from './observations.js';

const SENT = new Set([LOGIN.signature]);
const connection = (task: ViewForm['task']): ViewForm => ({
  ...form('login', ['identifier', 'password']),
  signature: 'of a connection',
  task,
});
const read = (task: ViewForm['task'], shown: Shown = {}): PageView =>
  withoutOtherTasks(page({ form: connection(task), ...shown }).view, SENT);

describe('a form with a name and a password after a login', () => {
  it.each<[string, ViewForm['task'], Shown]>([
    ['says that it is for something else', 'other', {}],
    ['says nothing, beside a way out', 'unsaid', { logout: true }],
    ['says nothing, under a greeting', 'unsaid', { standing: { greets: true } }],
  ])('is none of its steps where it %s', (_, task, shown) => {
    const view = read(task, shown);
    expect([view.best, view.otherTask, leftStepOf(view)]).toEqual([null, true, null]);
  });

  it.each<[string, ViewForm['task']]>([
    ['says that it is a login', null],
    ['says nothing, on a page that knows nobody', 'unsaid'],
  ])('is a step where it %s', (_, task) => {
    expect(read(task)).toMatchObject({ best: { class: 'login' }, otherTask: false });
  });

  it('is a step before anything was sent, and where it is the one that was sent', () => {
    const { view } = page({ form: connection('other'), logout: true });
    expect(withoutOtherTasks(view, new Set()).best).not.toBeNull();
    expect(withoutOtherTasks(view, new Set(['of a connection'])).best).not.toBeNull();
  });

  it('hides no step that the page tells of', () => {
    expect(leftStepOf(read('other', { standing: { headline: 'identity_check' } }))).toBe('identity_check');
  });
});

describe('a form for a secret alone after a login', () => {
  const secret = (of: 'otp' | 'password', more: Partial<ViewForm> = {}): ViewForm => ({
    ...form(of, [of]),
    fields: [{ ...field(of), inputType: 'password' }],
    signature: 'of a secret',
    ...more,
  });
  const FULL: Shown = { logout: true, standing: { records: 4 } };
  const seen = (shown: Shown): PageView => withoutOtherTasks(page(shown).view, SENT);

  it.each(['otp', 'password'] as const)('is none of its steps amid a table, beside a way out (%s)', (of) => {
    const view = seen({ form: secret(of), ...FULL });
    expect([view.best, leftStepOf(view), mayBeStep(view)]).toEqual([null, null, true]);
  });

  it('is a step where the table stood beside the login as well', () => {
    const { view } = page({ form: secret('otp'), ...FULL });
    expect(withoutOtherTasks(view, SENT, page({ form: LOGIN, standing: { records: 4 } }).view).best?.class).toBe('otp');
    expect(withoutOtherTasks(view, SENT, page({ form: LOGIN, standing: { records: 3 } }).view).best).toBeNull();
  });

  it('sets up nothing that has to be set up', () => {
    const standing = { records: 4, handsOutKey: true, speaksOf: 'enrollment' } as const;
    expect(leftStepOf(seen({ form: secret('otp'), logout: true, standing }))).toBeNull();
    expect(leftStepOf(seen({ form: secret('otp'), standing }))).toBe('enrollment');
    expect(leftStepOf(seen({ form: secret('otp'), logout: true, standing: { ...standing, records: 3 } }))).toBe(
      'enrollment',
    );
  });

  it.each<[string, Shown]>([
    ['without a way out', { ...FULL, logout: false, form: secret('otp') }],
    ['with a short table', { ...FULL, standing: { records: 3 }, form: secret('otp') }],
    ['in a dialog', { ...FULL, form: secret('otp', { modal: true }) }],
    ['that was sent', { ...FULL, form: secret('otp', { signature: LOGIN.signature }) }],
  ])('is a step %s', (_, shown) => {
    const view = seen(shown);
    expect([view.best?.class, mayBeStep(view)]).toEqual(['otp', false]);
  });
});
