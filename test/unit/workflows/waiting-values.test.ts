/** A re-login that waits for days, whatever happens meanwhile: what a person gave is not lost, and what was refused does not go out again. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as flows from '../../../workflows/invocation/flow/index.js';
import { Login, turn } from './waiting-login.js';

it('loses no value that waits to be typed, and sends none that was refused, or for a third time', () => {
  fc.assert(
    fc.property(fc.array(turn, { minLength: 10, maxLength: 120 }), (turns) => {
      const login = new Login();
      for (const one of turns) {
        if (flows.ended(login.flow)) break;
        login.turn(one);
      }
      expect(login.flow.refused_values).toBeLessThanOrEqual(3);
      expect(login.flow.refused_totp).toBeLessThanOrEqual(2);
    }),
    { numRuns: 150 },
  );
});
