import type { Session } from './session/request.js';
import type { HostedState } from './session/state.js';
import type { Trouble } from './session/trouble.js';

/** What the page knows. `open` once the link was exchanged and the first state is there. */
export type Model =
  | { readonly kind: 'opening' }
  /** The link waits for a click: programs that look at links must not open it. */
  | { readonly kind: 'closed' }
  /** Another browser has the link. */
  | { readonly kind: 'taken' }
  /** The login that the link was for has ended. */
  | { readonly kind: 'done' }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'gone' }
  | OpenModel;

export interface OpenModel {
  readonly kind: 'open';
  readonly session: Session;
  readonly state: HostedState;
  /** The person has read what this is and went on. */
  readonly consented: boolean;
  /** Version of the state that was answered, until there is another question. */
  readonly answered: number | null;
  /** Why the last answer did not arrive. */
  readonly trouble: Trouble | null;
  readonly connected: boolean;
}

export type Screen =
  | 'opening'
  | 'closed'
  | 'taken'
  | 'done'
  | 'unsupported'
  | 'unreachable'
  | 'gone'
  | 'consent'
  | 'discovering'
  | 'question'
  | 'external'
  | 'submitting'
  | 'success'
  | 'failed'
  | 'ended';

/** Whether the flow has got as far as typing something, so that waiting means waiting for the site's verdict. */
const hasTyped = ({ timeline }: HostedState): boolean => timeline.some(({ event }) => event === 'filling');

const asksSomething = (state: HostedState): boolean =>
  state.pending_fields.length +
    state.pending_sso_buttons.length +
    state.mfa_options.length +
    state.sign_in_options.length >
  0;

function screenOfStep(state: HostedState): Screen {
  switch (state.step) {
    case 'awaiting_input':
      return asksSomething(state) ? 'question' : 'submitting';
    case 'awaiting_external_action':
      return 'external';
    case 'submitting':
      return 'submitting';
    default:
      return hasTyped(state) ? 'submitting' : 'discovering';
  }
}

/** Which screen is shown: a function of what is known, so that a reload shows the same. */
export function screenOf(model: Model): Screen {
  if (model.kind !== 'open') return model.kind;
  const { state, consented, answered } = model;
  if (state.status === 'SUCCESS') return 'success';
  if (state.status === 'FAILED') return 'failed';
  if (state.status !== 'IN_PROGRESS') return 'ended';
  if (!consented) return 'consent';
  if (answered !== null && state.version <= answered) return 'submitting';
  return screenOfStep(state);
}
