import type { LoginRef } from '../../contract/steps.js';
import { patched } from '../patched.js';
import { vault } from '../vault.js';
import { canPark, type Flow, isTold } from './flow/index.js';

/** From this patch on the vault is told of a login that waits for a person. */
const TELLS_NEED = 'tells-need';

/** What the vault is told, for its events, when a person has to do something. A repeat by a later run changes nothing there. */
export class Need {
  readonly #ref: LoginRef;
  /** What was told last: step and question. */
  #told = '';

  constructor(ref: LoginRef) {
    this.#ref = ref;
  }

  async tell(flow: Flow): Promise<void> {
    const { step, question, pending_fields, expires_at } = flow.state;
    const isExternal = step === 'awaiting_external_action';
    const isAsked = step === 'awaiting_input' && flow.answer === null;
    const need = `${step} ${question}`;
    if (isTold(flow) || (!isExternal && !isAsked) || this.#told === need || !patched(TELLS_NEED)) return;
    this.#told = need;
    await vault.noteNeedsHuman({
      ...this.#ref,
      question,
      waits_for: isExternal ? 'external_action' : 'input',
      fields: pending_fields.map(({ name }) => name),
      ...(canPark(flow) ? { until: expires_at } : {}),
    });
  }
}
