import { expect, test } from 'vitest';
import * as messages from '../../contract/messages.js';
import { WORKFLOWS } from '../../contract/names.js';
import type { BrowserActivities, PageActivities, TemporalActivities, VaultActivities } from '../../contract/steps.js';
import { historyNames, type RecordedEvent, readHistory } from './histories.js';

/** A change that breaks running workflows is noticed only where a history goes the way that changed. */
type Activity = keyof (BrowserActivities & PageActivities & TemporalActivities & VaultActivities);
const ACTIVITIES: Readonly<Record<Activity, true>> = {
  openLogin: true,
  fillFields: true,
  chooseOption: true,
  lookAtPage: true,
  saveSession: true,
  closePage: true,
  askAgent: true,
  checkSession: true,
  isRunning: true,
  callVault: true,
  beginInvocation: true,
  recoverAttempt: true,
  closeInvocation: true,
  noteNeedsHuman: true,
  remind: true,
  wakeLogin: true,
  readEnd: true,
  checkLogin: true,
  readStored: true,
  hearChange: true,
  hasSession: true,
  recordAgent: true,
};

/** Commands that the workflows give, by the event that each leaves. */
const COMMANDS = [
  'ACTIVITY_TASK_SCHEDULED',
  'ACTIVITY_TASK_CANCEL_REQUESTED',
  'MARKER_RECORDED',
  // A patch is named in a search attribute, too.
  'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
  'TIMER_STARTED',
  'TIMER_CANCELED',
  'START_CHILD_WORKFLOW_EXECUTION_INITIATED',
  'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED',
  'WORKFLOW_PROPERTIES_MODIFIED',
  // Beside the marker of a patch.
  'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
  'WORKFLOW_EXECUTION_UPDATE_ACCEPTED',
  'WORKFLOW_EXECUTION_UPDATE_COMPLETED',
  'WORKFLOW_EXECUTION_COMPLETED',
  'WORKFLOW_EXECUTION_CANCELED',
  'WORKFLOW_EXECUTION_CONTINUED_AS_NEW',
] as const;

/** What becomes of commands: each takes the workflows another way. */
const ANSWERS = [
  'ACTIVITY_TASK_COMPLETED',
  'ACTIVITY_TASK_FAILED',
  'ACTIVITY_TASK_CANCELED',
  'TIMER_FIRED',
  'CHILD_WORKFLOW_EXECUTION_STARTED',
  'EXTERNAL_WORKFLOW_EXECUTION_SIGNALED',
  'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED',
  'WORKFLOW_EXECUTION_CANCEL_REQUESTED',
] as const;

const nameOf = (event: RecordedEvent): string => event.eventType.replace('EVENT_TYPE_', '');

/** The value at a path of members, if it is there. */
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined | null)?.[key], value);

const textAt = (value: unknown, ...path: string[]): string[] => {
  const found = at(value, ...path);
  return typeof found === 'string' ? [found] : [];
};

/** A local activity is named in the data of its marker. */
function localActivityOf(event: RecordedEvent): string[] {
  const [data] = textAt(at(event, 'markerRecordedEventAttributes', 'details', 'data', 'payloads', '0'), 'data');
  return data === undefined ? [] : textAt(JSON.parse(Buffer.from(data, 'base64').toString()), 'activity_type');
}

async function allEvents(): Promise<RecordedEvent[]> {
  const histories = await Promise.all((await historyNames()).map(readHistory));
  return histories.flatMap(({ events }) => events);
}

const definitions = Object.entries({ ...messages }).flatMap(([, group]) =>
  typeof group === 'object'
    ? Object.values(group as Record<string, { readonly type: string; readonly name: string }>)
    : [],
);
const named = (type: 'signal' | 'update'): string[] =>
  definitions.filter((definition) => definition.type === type).map(({ name }) => name);

const ways: [string, readonly string[], (event: RecordedEvent) => string[]][] = [
  [
    'workflow',
    Object.values(WORKFLOWS),
    (event) => textAt(event, 'workflowExecutionStartedEventAttributes', 'workflowType', 'name'),
  ],
  [
    'activity',
    Object.keys(ACTIVITIES),
    (event) => [
      ...textAt(event, 'activityTaskScheduledEventAttributes', 'activityType', 'name'),
      ...localActivityOf(event),
    ],
  ],
  ['command', COMMANDS, (event) => [nameOf(event)]],
  ['answer to a command', ANSWERS, (event) => [nameOf(event)]],
  ['signal', named('signal'), (event) => textAt(event, 'workflowExecutionSignaledEventAttributes', 'signalName')],
  [
    'update',
    named('update'),
    (event) => textAt(event, 'workflowExecutionUpdateAcceptedEventAttributes', 'acceptedRequest', 'input', 'name'),
  ],
];

test.each(ways)('every %s of the workflows stands in a recorded history', async (_, wanted, find) => {
  const recorded = new Set((await allEvents()).flatMap(find));
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.filter((name) => !recorded.has(name))).toEqual([]);
});

test('no history holds a command that is not known to be given', async () => {
  const unasked =
    /^(WORKFLOW_TASK_|WORKFLOW_EXECUTION_(STARTED|SIGNALED)|ACTIVITY_TASK_STARTED|CHILD_WORKFLOW_EXECUTION_)/;
  const known = new Set<string>([...COMMANDS, ...ANSWERS]);
  const names = new Set((await allEvents()).map(nameOf));
  expect([...names].filter((name) => !known.has(name) && !unasked.test(name))).toEqual([]);
});
