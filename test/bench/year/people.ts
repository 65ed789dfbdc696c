/** People who are asked, and answer late, wrongly, or never. */

import { readPublishedKey, sealEntitlement, sealText } from '../../../contract/index.js';
import * as messages from '../../../contract/messages.js';
import type { BegunInvocation, LoginRef, NeedsHuman } from '../../../contract/steps.js';
import type { Dice } from './random.js';
import { world } from './runtime/world.js';

const HOUR_MS = 3_600_000;

interface Asked {
  readonly need: NeedsHuman;
  /** Ms since the epoch. */
  readonly at: number;
}

export class People {
  readonly #keys = new Map<string, string>();
  #asked: Asked[] = [];
  /** Of answers that were taken. */
  answers = 0;
  late = 0;
  #typos = 0;

  constructor(
    readonly dice: Dice,
    readonly accessKey: () => string,
    readonly password: () => string,
    readonly now: () => number,
  ) {}

  begun({ invocation_id }: LoginRef, { sealing_key }: BegunInvocation): void {
    this.#keys.set(invocation_id, sealing_key);
  }

  /** One who is asked again for the same looks at the last question. */
  needs(need: NeedsHuman): void {
    const after = this.dice.chance(0.15) ? this.dice.between(80, 120) : this.dice.between(0.5, 60);
    const others = this.#asked.filter((asked) => asked.need.invocation_id !== need.invocation_id);
    this.#asked = [...others, { need, at: this.now() + after * HOUR_MS }];
  }

  async answer(): Promise<void> {
    const due = this.#asked.filter(({ at }) => at <= this.now());
    this.#asked = this.#asked.filter(({ at }) => at > this.now());
    for (const { need } of due) await this.#answer(need);
  }

  async #answer({ invocation_id, question, fields }: NeedsHuman): Promise<void> {
    const key = await readPublishedKey(this.#keys.get(invocation_id)!, invocation_id, null);
    const field_values: Record<string, string> = {};
    for (const field of fields) {
      const place = { purpose: 'answer', invocation: invocation_id, step: question, field } as const;
      field_values[field] = await sealText(this.#valueOf(field), key, place);
    }
    const proof = { access_key: this.accessKey() };
    const entitlement = await sealEntitlement(proof, { field_values }, key, { invocation_id, question });
    const message = { question, kid: key.kid, entitlement, field_values };
    try {
      await world.update(invocation_id, messages.invocation.submit.name, [message]);
      this.answers += 1;
    } catch {
      this.late += 1;
    }
  }

  #valueOf(field: string): string {
    if (field !== 'password') return 'ada@example.com';
    if (!this.dice.chance(0.2)) return this.password();
    this.#typos += 1;
    return `typo-${this.#typos}`;
  }
}
